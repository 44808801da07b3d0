package web

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestColoursContrast checks that the palette meets WCAG 2.2 AA in both colour schemes: 4.5 to 1
// for text, 3 to 1 for the edges of controls and the bars of charts.
func TestColoursContrast(t *testing.T) {
	const text, graphic = 4.5, 3
	pairs := []struct {
		front, back string
		least       float64
	}{
		{"ink", "paper", text}, {"ink", "sheet", text}, {"ink", "accent-soft", text},
		{"ink-2", "paper", text}, {"ink-2", "sheet", text}, {"ink-2", "accent-soft", text},
		{"accent", "paper", text}, {"accent", "sheet", text}, {"accent", "accent-soft", text},
		{"paper", "accent", text}, {"mark-ink", "mark", text},
		{"danger", "paper", text}, {"danger", "sheet", text}, {"paper", "danger", text},
		{"star", "paper", graphic}, {"star", "sheet", graphic}, {"star", "accent-soft", graphic},
		{"edge", "sheet", graphic}, {"edge", "paper", graphic}, {"bar", "paper", graphic}, {"accent", "paper", graphic},
	}
	css, err := files.ReadFile("static/css/01-base.css")
	if err != nil {
		t.Fatal(err)
	}
	schemes := map[string]map[string]string{"light": {}, "dark": {}}
	for _, m := range regexp.MustCompile(`--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);`).FindAllStringSubmatch(string(css), -1) {
		schemes["light"][m[1]], schemes["dark"][m[1]] = m[2], m[3]
	}
	for scheme, colours := range schemes {
		for _, p := range pairs {
			if got := contrast(t, colours[p.front], colours[p.back]); got < p.least {
				t.Errorf("%s: --%s on --%s is %.2f to 1, want %.1f", scheme, p.front, p.back, got, p.least)
			}
		}
	}
}

// contrast returns the contrast ratio of WCAG 2.2 for two colours written as #rrggbb.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 24)
	if err != nil {
		t.Fatalf("colour %q: %v", colour, err)
	}
	channel := func(shift int) float64 {
		c := float64(n>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
}
