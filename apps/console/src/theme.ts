import type { ThemeConfig } from 'antd';

const FONTS = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

/** Colours with at least 4.5 : 1 against their ground (WCAG 2.2, 1.4.3); the sheet `style.css` uses the same. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#1456b8',
    colorLink: '#1456b8',
    colorText: '#1d2433',
    colorTextSecondary: '#4d5666',
    colorTextTertiary: '#5b6475',
    colorTextDescription: '#5b6475',
    colorTextPlaceholder: '#6b7484',
    colorError: '#b3261e',
    colorWarning: '#9a5b00',
    colorSuccess: '#1b7340',
    colorBgLayout: '#f3f5f9',
    colorBorder: '#c5ccd8',
    borderRadius: 8,
    fontFamily: FONTS,
    fontSize: 14,
  },
  components: { Table: { headerBg: '#f7f9fc', headerColor: '#4d5666' } },
};
