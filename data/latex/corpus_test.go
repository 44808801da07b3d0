package latex

import (
	"bufio"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"paperboy/data/sharedtest"
)

// TestCorpora checks that nearly all formulas in real titles and abstracts can be parsed.
func TestCorpora(t *testing.T) {
	for file, least := range map[string]float64{"acl": .99, "arxiv-classic-a": .99, "arxiv-2025": .98} {
		f, err := os.Open(sharedtest.Path(t, "corpora/"+file+".jsonl.zst"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		r, err := zstd.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, 1<<20)
		var read, left int
		unread := map[string]int{}
		for lines.Scan() {
			if !strings.Contains(lines.Text(), "$") {
				continue
			}
			var p struct{ Title, Abstract string }
			if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
				t.Fatal(err)
			}
			for _, part := range slices.Concat(Split(p.Title), Split(p.Abstract)) {
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
		}
		if err := lines.Err(); err != nil {
			t.Fatal(err)
		}
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
