import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Application } from './application';
import './style.css';

createRoot(document.getElementById('page')!).render(
  <StrictMode>
    <Application />
  </StrictMode>,
);
