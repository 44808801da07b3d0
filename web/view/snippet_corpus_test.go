package view

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"paperboy/api/search"
	"paperboy/data/sharedtest"
	"paperboy/index/highlight"
	"paperboy/index/query"
)

// TestSnippetsOfCorpora makes snippets of the abstracts of arXiv for many queries. None may show
// LaTeX or mark a formula.
func TestSnippetsOfCorpora(t *testing.T) {
	for _, file := range []string{"arxiv-classic-a", "arxiv-2025"} {
		t.Run(file, func(t *testing.T) {
			checked := 0
			bad := map[string][]string{}
			eachMathPaper(t, file, func(title, abstract string) {
				for _, q := range snippetQueries(abstract) {
					h := highlight.New(query.Parse(q))
					for _, spans := range [][]Span{HighlightSpans(search.Highlight(h.Mark(title))), HighlightSpans(search.Highlight(h.Snippet(abstract, shownSnippet)))} {
						checked++
						problem := snippetProblem(spans)
						if problem == "a dollar" && strings.Contains(title+abstract, `\$`) {
							problem = "" // it was meant
						}
						if problem != "" {
							bad[problem] = append(bad[problem], q+": "+shownText(spans))
						}
					}
				}
			})
			t.Logf("%d titles and snippets", checked)
			if checked < 10_000 {
				t.Errorf("only %d titles and snippets were checked", checked)
			}
			for problem, texts := range bad {
				t.Errorf("%d show %s, such as\n%s", len(texts), problem, strings.Join(texts[:min(len(texts), 12)], "\n"))
			}
		})
	}
}

// eachMathPaper calls do for every fifth paper of a corpus that has any LaTeX.
func eachMathPaper(t *testing.T, file string, do func(title, abstract string)) {
	t.Helper()
	n := 0
	sharedtest.EachPaper(t, file, func(line []byte) bool { return bytes.ContainsAny(line[1:], `$\`) }, func(title, abstract string) {
		if !strings.ContainsAny(title+abstract, `$\{}`) {
			return
		}
		if n++; n%5 == 0 {
			do(title, abstract)
		}
	})
}

// snippetQueries returns queries for an abstract: words of its beginning, middle and end, and one
// that finds commands of LaTeX.
func snippetQueries(abstract string) []string {
	words := strings.FieldsFunc(abstract, func(r rune) bool { return r < '0' || '9' < r && r < 'A' || 'Z' < r && r < 'a' || 'z' < r })
	at := func(part int) string { return words[min(len(words)*part/8, len(words)-1)] }
	if len(words) == 0 {
		return nil
	}
	return []string{"norm mod mathcal l2 x", at(1), at(3) + " " + at(4), at(7)}
}

var (
	shownCommand = regexp.MustCompile(`\\[A-Za-z]`)
	shownDollar  = regexp.MustCompile(`(^|[^A-Z])\$([^\d.]|$)`)
)

// snippetProblem says what is wrong with a text as it is shown; empty if nothing is.
func snippetProblem(spans []Span) string {
	for _, s := range spans {
		if s.Formula != nil && s.Marked {
			return "a marked formula"
		}
	}
	shown := shownText(spans)
	switch {
	case shownCommand.MatchString(shown):
		return "a command"
	case shownDollar.MatchString(shown):
		return "a dollar"
	case strings.Count(shown, "{") != strings.Count(shown, "}"):
		return "a brace without its partner"
	}
	return ""
}

// shownText returns the text of spans, with a box for each formula.
func shownText(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		if s.Formula != nil {
			b.WriteString("▯")
		} else {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}
