import '@tributary/widget/define'
import type {} from '@tributary/widget/vue'
import { createApp } from 'vue'
import Products from './products.vue'

createApp(Products).mount('#app')
