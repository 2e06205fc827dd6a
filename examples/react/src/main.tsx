import '@tributary/widget/define'
import type {} from '@tributary/widget/react'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Products } from './products.tsx'

const app = document.getElementById('app')
if (app)
  createRoot(app).render(
    <StrictMode>
      <Products />
    </StrictMode>,
  )
