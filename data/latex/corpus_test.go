package latex

import (
	"bytes"
	"regexp"
	"slices"
	"testing"

	"paperboy/data/sharedtest"
)

// TestCorpora checks that nearly all formulas in real titles and abstracts can be parsed.
func TestCorpora(t *testing.T) {
	for file, least := range map[string]float64{"acl": .99, "arxiv-classic-a": .99, "arxiv-2025": .98} {
		var read, left int
		unread := map[string]int{}
		sharedtest.EachPaper(t, file, func(line []byte) bool { return bytes.ContainsRune(line, '$') }, func(title, abstract string) {
			for _, part := range slices.Concat(Split(title), Split(abstract)) {
				if part.Formula != nil {
					read++
					continue
				}
				for _, m := range dollars.FindAllString(part.Text, -1) {
					left++
					for _, c := range macros.FindAllString(m, -1) {
						unread[c]++
					}
				}
			}
		})
		common := slices.SortedFunc(func(yield func(string) bool) {
			for c := range unread {
				if !yield(c) {
					return
				}
			}
		}, func(a, b string) int { return unread[b] - unread[a] })
		share := float64(read) / float64(read+left)
		t.Logf("%s: %d formulas parsed, %d not (%.2f %% parsed); macros in the latter: %q", file, read, left, 100*share, common[:min(len(common), 40)])
		if share < least {
			t.Errorf("%s: %.4f of the formulas are parsed, want at least %.2f", file, share, least)
		}
	}
}

var (
	dollars = regexp.MustCompile(`\$[^$ ][^$]*[^$ ]\$|\$[^$ ]\$`)
	macros  = regexp.MustCompile(`\\[a-zA-Z]+`)
)
