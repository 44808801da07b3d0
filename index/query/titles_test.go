package query_test

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"paperboy/data"
	"paperboy/data/sharedtest"
	"paperboy/index"
	"paperboy/index/indextest"
	"paperboy/index/query"
)

// TestTitlesFindTheirPapers pastes every title of the ACL Anthology that has a sign or
// word of the language, as it is and in capitals: each must find its own paper although
// all that is asked is required. Of the 393,773 different titles of all corpora 20 do not
// as they are, most of which end in "-I" and the like, and 7 in capitals.
func TestTitlesFindTheirPapers(t *testing.T) {
	const (
		maxMissed   = 5
		maxCapitals = 7
	)
	missed, capitals, tried := 0, 0, 0
	for title := range titles(t, "corpora/acl.jsonl.zst") {
		upper := strings.ToUpper(title)
		if strings.ContainsAny(title, `"*~|!+`) || strings.Contains(title, " -") || hasOperator(title) {
			tried++
			if !finds(t, title, title) {
				missed++
				t.Logf("%q is read as %s", title, query.Parse(title))
			}
		}
		if hasOperator(upper) && !finds(t, upper, upper) {
			capitals++
			t.Logf("%q is read as %s", upper, query.Parse(upper))
		}
	}
	if missed > maxMissed || capitals > maxCapitals {
		t.Errorf("of %d titles %d don't find their papers, and %d in capitals, want at most %d and %d", tried, missed, capitals, maxMissed, maxCapitals)
	}
}

func hasOperator(text string) bool {
	return strings.Contains(text, " NOT ") || strings.Contains(text, " OR ") || strings.Contains(text, " AND ")
}

// finds reports whether a text finds the paper of that title.
func finds(t *testing.T, text, title string) bool {
	t.Helper()
	oracle := indextest.NewOracle("titles")
	if err := oracle.Apply(t.Context(), []data.Change{{Sequence: 1, Number: 1, Paper: &data.Paper{Title: title}}}, 1); err != nil {
		t.Fatal(err)
	}
	result, err := oracle.Search(t.Context(), index.Request{Query: query.Parse(text), Match: index.MatchAll})
	if err != nil {
		t.Fatal(err)
	}
	return result.Total == 1
}

// titles reads a corpus.
func titles(t *testing.T, name string) func(yield func(string) bool) {
	t.Helper()
	f, err := os.Open(sharedtest.Path(t, name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	r, err := zstd.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return func(yield func(string) bool) {
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, 1<<24)
		for lines.Scan() {
			var p struct{ Title string }
			if json.Unmarshal(lines.Bytes(), &p) == nil && !yield(strings.Join(strings.Fields(p.Title), " ")) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			t.Error(err)
		}
	}
}
