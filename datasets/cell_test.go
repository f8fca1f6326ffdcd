package datasets_test

import (
	"math"
	"strconv"
	"testing"

	"github.com/sozdex/sozdex/datasets"
)

func TestCell(t *testing.T) {
	tests := []struct {
		text string
		want datasets.Cell
	}{
		{"", datasets.Cell{}},
		{"0", datasets.Cell{Text: "0", Set: true}},
		{"3.10", datasets.Cell{Text: "3.10", Value: 3.1, Set: true}},
		{"-1.5", datasets.Cell{Text: "-1.5", Value: -1.5, Set: true}},
		{"779400000", datasets.Cell{Text: "779400000", Value: 779400000, Set: true}},
	}
	for _, tt := range tests {
		var got datasets.Cell
		if err := got.UnmarshalCSV(tt.text); err != nil || got != tt.want {
			t.Errorf("UnmarshalCSV(%q) = %v, %v, want %v", tt.text, got, err, tt.want)
		}
	}
	for _, text := range []string{
		" ", "1 ", "1,5", "1,234", "1_000", "1 000", "0x10", "1e3", "NaN", "Inf", "-Inf", "+1", ".5", "5.", "-", "--1", "1.2.3", "٣", "1234567890123456",
	} {
		var got datasets.Cell
		if err := got.UnmarshalCSV(text); err != nil || got.Set || got.Text != text {
			t.Errorf("UnmarshalCSV(%q) = %v, %v, want a cell that is not set", text, got, err)
		}
	}
}

func FuzzCell(f *testing.F) {
	for _, text := range []string{"", "0", "-0.50", "3,14", "1e9", "000.100", "0.000000000000001", "999999999999999"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var c datasets.Cell
		if err := c.UnmarshalCSV(text); err != nil || c.Text != text {
			t.Fatalf("UnmarshalCSV(%q) = %v, %v", text, c, err)
		}
		if !c.Set {
			return
		}
		again := datasets.Cell{}
		_ = again.UnmarshalCSV(strconv.FormatFloat(c.Value, 'f', -1, 64))
		if math.IsNaN(c.Value) || math.IsInf(c.Value, 0) || !again.Set || again.Value != c.Value {
			t.Errorf("UnmarshalCSV(%q) = %v, which reads back as %v", text, c, again)
		}
	})
}
