import vue from '@vitejs/plugin-vue'

// Vue leaves elements alone that are not its own components only when it is told which.
export default {
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('tributary-') } } })],
}
