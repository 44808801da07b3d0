package format

import "testing"

func TestRepairNumber(t *testing.T) {
	for in, want := range map[string]string{
		"704.0291":           "0704.0291",
		"704.052":            "0704.0520",
		"909.5":              "0909.5000",
		"1001.032":           "1001.0320",
		"1404.225":           "1404.2250",
		"1501.0009599999998": "1501.00096",
		"1501.0126300000002": "1501.01263",
		"1910.0888":          "1910.08880",
		"2203.03850":         "", // already valid
		"0704.0291":          "",
		"1501.000961234":     "", // not a number that arXiv could have assigned
		"1313.1":             "",
		"math/0211159":       "",
	} {
		if got, _ := RepairNumber(in); got != want {
			t.Errorf("RepairNumber(%q) = %q, want %q", in, got, want)
		}
	}
}
