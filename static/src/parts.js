// What of ECharts drawings are made of, wherever they are drawn.
import { BarChart, HeatmapChart, LineChart, MapChart, RadarChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkAreaComponent, MarkLineComponent, RadarComponent } from 'echarts/components';
import { LabelLayout } from 'echarts/features';

export const parts = [
  BarChart,
  GridComponent,
  HeatmapChart,
  LabelLayout,
  LineChart,
  MapChart,
  MarkAreaComponent,
  MarkLineComponent,
  RadarChart,
  RadarComponent,
  ScatterChart,
];
