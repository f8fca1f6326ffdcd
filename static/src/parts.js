// What of ECharts drawings are made of, wherever they are drawn.
import { BarChart, LineChart, RadarChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkAreaComponent, MarkLineComponent, RadarComponent } from 'echarts/components';
import { LabelLayout } from 'echarts/features';

export const parts = [
  BarChart,
  GridComponent,
  LabelLayout,
  LineChart,
  MarkAreaComponent,
  MarkLineComponent,
  RadarChart,
  RadarComponent,
  ScatterChart,
];
