package assist_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"paperboy/index/assist"
	"paperboy/index/eval"
	"paperboy/index/query"
)

// TestTyposAreCorrected searches for 1,000 of 392,729 papers by three words of their titles
// and by whole titles, with one typo each, and with the corrections that Correct applies.
// Before corrections took context into account, the MRR was .44 for three words and .975 for
// titles.
func TestTyposAreCorrected(t *testing.T) {
	l := openLibrary(t)
	for _, test := range []struct {
		name  string
		kind  eval.TypoKind
		least float64
		// lost is how much lower than without typos the MRR may be.
		lost float64
	}{
		{"three words", eval.ThreeWords, .75, .04},
		{"whole titles", eval.WholeTitle, .98, .005},
	} {
		t.Run(test.name, func(t *testing.T) {
			titled := l.titled(1200)
			typed := l.meanReciprocalRank(t, firstQueries(eval.Typos(titled, test.kind, 1)), eval.ByNumber(l.engine))
			corrected := l.meanReciprocalRank(t, firstQueries(eval.Typos(titled, test.kind, 1)), l.corrected)
			right := l.meanReciprocalRank(t, firstQueries(eval.TypoFree(titled, test.kind, 1)), eval.ByNumber(l.engine))
			t.Logf("MRR as typed %.4f, corrected %.4f, without the typo %.4f", typed, corrected, right)
			if corrected < test.least || corrected < right-test.lost {
				t.Errorf("MRR %.4f, want %.2f and at most %.3f less than %.4f", corrected, test.least, test.lost, right)
			}
		})
	}
}

// firstQueries returns the collection with its first 1,000 queries.
func firstQueries(c *eval.Collection) *eval.Collection {
	c.Queries = c.Queries[:min(len(c.Queries), 1000)]
	return c
}

func (l *library) meanReciprocalRank(t *testing.T, c *eval.Collection, search eval.Search) float64 {
	t.Helper()
	report, err := eval.Run(t.Context(), c, search)
	if err != nil {
		t.Fatal(err)
	}
	return report.Mean.MAP
}

// corrected searches for a text as corrected by Correct.
func (l *library) corrected(ctx context.Context, text string, limit int) ([]string, error) {
	c, err := assist.Correct(ctx, l.engine, query.Parse(text))
	if err != nil {
		return nil, err
	}
	if c.Apply {
		text = c.Text
	}
	return eval.ByNumber(l.engine)(ctx, text, limit)
}

// TestTitlesAreLeftAlone searches for 6,000 titles as they are. At most one in 500 may be
// changed. Most of the changed ones are misspelled in the paper itself ("Multimomal
// Generation").
func TestTitlesAreLeftAlone(t *testing.T) {
	l := openLibrary(t)
	changed := 0
	titles := l.titled(6000)
	for _, p := range titles {
		c, err := assist.Correct(t.Context(), l.engine, query.Parse(p.Title))
		if err != nil {
			t.Fatal(err)
		}
		if c.Apply {
			changed++
			t.Logf("%q: %+v", p.Title, c.Replacements)
		}
	}
	t.Logf("%d of %d titles changed", changed, len(titles))
	if changed > len(titles)/500 {
		t.Errorf("%d titles were changed, want at most %d", changed, len(titles)/500)
	}
}

// TestNamesAreLeftAlone searches for papers by the name of their first author and a word of
// their title, in lower case, as people do.
func TestNamesAreLeftAlone(t *testing.T) {
	l := openLibrary(t)
	changed, asked := 0, 0
	for _, p := range l.titled(3000) {
		authors := l.papers[p.Number-1].Authors
		words := eval.TypoFree([]eval.Titled{p}, eval.ThreeWords, 1).Queries
		if len(authors) == 0 || len(words) == 0 {
			continue
		}
		name := strings.Fields(authors[0])
		word := strings.Fields(words[0].Text)[0]
		for _, text := range []string{authors[0] + " " + word, name[len(name)-1] + " " + word, name[len(name)-1]} {
			asked++
			c, err := assist.Correct(t.Context(), l.engine, query.Parse(strings.ToLower(text)))
			if err != nil {
				t.Fatal(err)
			}
			if c.Apply {
				changed++
				t.Logf("%q: %q", text, c.Text)
			}
		}
	}
	t.Logf("%d of %d names changed", changed, asked)
	if changed > asked/500 {
		t.Errorf("%d of %d queries were changed, want at most one in 500", changed, asked)
	}
}

func TestMisspellings(t *testing.T) {
	l := openLibrary(t)
	for typed, want := range map[string]string{
		"graph neural netwroks":         "graph neural networks",
		"vision langauge model":         "vision language model",
		"transfomer":                    "transformer",
		"recieve":                       "receive",
		"segmentaion":                   "segmentation",
		"difusion":                      "diffusion",
		"machin translaton":             "machine translation",
		"machine translaton":            "machine translation",
		"convolutonal neural netwrok":   "convolutional neural network",
		"Langauge Models":               "language Models",
		"GRAPH NEURAL NETWROKS":         "GRAPH NEURAL networks",
		"title:netwroks":                "",
		`"graph neural netwroks"`:       "",
		"netwroks OR langauge":          "",
		"-langauge model":               "",
		"langauge~":                     "",
		"netwroK":                       "",
		"hinton":                        "",
		"vaswani attention":             "",
		"yann lecun":                    "",
		"fMRI":                          "",
		"kirigami graphene":             "",
		"arxiv:1706.03762":              "",
		"github.com/langauge":           "",
		"SimCSE":                        "",
		"reinforcement learning":        "",
		"Möbius Schrödinger":            "",
		"chat gpt":                      "",
		"word2vec glove":                "",
		"https://arxiv.org/abs/1706.03": "",
	} {
		c, err := assist.Correct(t.Context(), l.engine, query.Parse(typed))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if c.Apply {
			got = c.Text
		}
		if got != want {
			t.Errorf("%q was corrected to %q, want %q", typed, got, want)
		}
	}
}

// BenchmarkCorrect reports percentiles of the time that Correct takes, since a mean hides the
// longest waits.
func BenchmarkCorrect(b *testing.B) {
	l := openLibrary(b)
	titled := l.titled(6000)
	for _, bench := range []struct {
		name string
		c    *eval.Collection
	}{
		{"three words with a typo", eval.Typos(titled, eval.ThreeWords, 1)},
		{"title with a typo", eval.Typos(titled, eval.WholeTitle, 1)},
		{"title", eval.Titles(titled)},
	} {
		b.Run(bench.name, func(b *testing.B) {
			var took []float64
			i := 0
			for b.Loop() {
				q := query.Parse(bench.c.Queries[i*7919%len(bench.c.Queries)].Text)
				i++
				start := time.Now()
				if _, err := assist.Correct(b.Context(), l.engine, q); err != nil {
					b.Fatal(err)
				}
				took = append(took, float64(time.Since(start).Microseconds())/1000)
			}
			slices.Sort(took)
			b.ReportMetric(took[len(took)/2], "p50-ms")
			b.ReportMetric(took[len(took)*99/100], "p99-ms")
		})
	}
}
