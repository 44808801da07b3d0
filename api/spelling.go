package api

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/query"
)

// How much a suggestion may cost: each word that no paper has is looked up among all
// that papers have, in some milliseconds, and each place where one may be split or a
// whole suggestion may be made is a search.
const (
	fewPapers      = 3  // a search that finds as many needs no help
	maxSpelledText = 16 // words; a longer query is pasted, not typed
	maxUnknown     = 3  // words that no paper has; with more, the query is of another corpus
	maxSplits      = 3  // places of a word
	maxSuggestions = 3
)

// minHalf is the length in characters of the halves of a split word.
const minHalf = 3

// spelling works out one suggestion.
type spelling struct {
	engine  index.Engine
	request index.Request
	text    string
	words   []spelledWord
}

// spelledWord is a word of the query's text.
type spelledWord struct {
	form       string
	start, end int // bytes of the text
	field      query.Field
	// apart says that a space may be put into it or taken out beside it, since it
	// stands in no field and is no alternative.
	apart   bool
	unknown bool
}

// correction replaces bytes of the text.
type correction struct {
	start, end       int
	text             string
	distance, papers int
}

// suggestion is the query with the words that no paper has put into those that papers
// have, or empty. All else in it stays as typed, and it finds papers.
//
// It is asked for where few papers were found. Where match=auto has fallen back to any
// of the words, many are found whatever one of them is, so that a word unknown is
// looked for there too.
func (s *Service) suggestion(ctx context.Context, request index.Request, result index.Result) (string, error) {
	fellBack := request.Match == index.MatchAuto && result.Match == index.MatchAny
	if result.Total >= fewPapers && !fellBack || request.Query.Root == nil || request.After != nil {
		return "", nil
	}
	sp := spelling{engine: s.Index, request: request, text: request.Query.Text}
	found, err := sp.suggest(ctx)
	if err != nil {
		return "", fmt.Errorf("spell %q: %w", clip(sp.text), err)
	}
	return found, nil
}

func (s *spelling) suggest(ctx context.Context) (string, error) {
	if !s.read() {
		return "", nil
	}
	if err := s.mark(ctx); err != nil {
		return "", err
	}
	choices, err := s.choices(ctx)
	if err != nil || len(choices) == 0 {
		return "", err
	}
	for rank := range maxSuggestions {
		chosen, more := make([]correction, len(choices)), false
		for i, c := range choices {
			chosen[i] = c[min(rank, len(c)-1)]
			more = more || rank < len(c)
		}
		if !more {
			break
		}
		text := s.corrected(chosen)
		if n, err := s.papers(ctx, query.Parse(text)); err != nil || n > 0 {
			return text, err
		}
	}
	return "", nil
}

// read finds the words that the query asks for in its text. It reports false where
// there are none, or too many.
func (s *spelling) read() bool {
	asked := map[string]spelledWord{}
	collect(s.request.Query.Root, true, asked)
	for _, t := range analysis.QueryTokens(nil, s.text) {
		rest := s.text[t.End:]
		isName := strings.HasPrefix(rest, ":") && !strings.HasPrefix(rest, ": ") && rest != ":"
		w, ok := asked[t.Form]
		if !ok || isName || strings.HasPrefix(rest, "*") || strings.HasPrefix(rest, "~") || isExcluded(s.text, t.Start) {
			continue
		}
		w.form, w.start, w.end = t.Form, t.Start, t.End
		s.words = append(s.words, w)
	}
	return 0 < len(s.words) && len(s.words) <= maxSpelledText
}

// isExcluded reports whether a hyphen before start excludes the word.
func isExcluded(text string, start int) bool {
	before, hyphen := strings.CutSuffix(text[:start], "-")
	return hyphen && (before == "" || strings.HasSuffix(before, " ") || strings.HasSuffix(before, "("))
}

// collect gathers by form the words that papers are asked to have. What begins like
// a word or is like it needs no spelling, and what is excluded finds nothing by it.
func collect(n query.Node, apart bool, asked map[string]spelledWord) {
	add := func(field query.Field, text string) {
		if field == query.Category || field == query.ID {
			return
		}
		for _, t := range analysis.QueryTokens(nil, text) {
			if _, ok := asked[t.Form]; !ok {
				asked[t.Form] = spelledWord{field: field, apart: apart && field == query.AnyText}
			}
		}
	}
	switch n := n.(type) {
	case query.And:
		for _, child := range n.Nodes {
			collect(child, apart, asked)
		}
	case query.Or:
		for _, child := range n.Nodes {
			collect(child, false, asked)
		}
	case query.Word:
		add(n.Field, n.Text)
	case query.Phrase:
		add(n.Field, n.Text)
	}
}

// mark finds out which words no paper has.
func (s *spelling) mark(ctx context.Context) error {
	forms := make([]string, len(s.words))
	for i, w := range s.words {
		forms[i] = w.form
	}
	known, err := s.engine.Known(ctx, forms)
	for i := range known {
		s.words[i].unknown = !known[i] && index.CanSpell(forms[i]) && !analysis.IsFunctionWord(forms[i])
	}
	return err
}

// choices are the corrections of each unknown word that has some, best first: those
// of least distance, and among these those of most papers.
func (s *spelling) choices(ctx context.Context) ([][]correction, error) {
	var all [][]correction
	unknown := 0
	for i := 0; i < len(s.words); i++ {
		// A first half may be a word of its own, as in "trans formr".
		joined, err := s.join(ctx, i)
		if err != nil {
			return nil, err
		}
		if joined != nil {
			all = append(all, joined)
			i++
			continue
		}
		w := s.words[i]
		if !w.unknown {
			continue
		}
		if unknown++; unknown > maxUnknown {
			return nil, nil
		}
		near, err := s.engine.Near(ctx, w.field, w.form)
		if err != nil {
			return nil, err
		}
		found, err := s.split(ctx, w)
		if err != nil {
			return nil, err
		}
		for _, n := range near {
			found = append(found, correction{w.start, w.end, n.Form, n.Distance, n.Papers})
		}
		slices.SortStableFunc(found, better)
		if len(found) > 0 {
			all = append(all, found)
		}
	}
	return all, nil
}

func better(a, b correction) int {
	if a.distance != b.distance {
		return a.distance - b.distance
	}
	return b.papers - a.papers
}

// join is word i and the next as one, where a paper has that and lacks one of them.
func (s *spelling) join(ctx context.Context, i int) ([]correction, error) {
	if i+1 == len(s.words) {
		return nil, nil
	}
	a, b := s.words[i], s.words[i+1]
	if !a.apart || !b.apart || !a.unknown && !b.unknown || a.end >= b.start || strings.Trim(s.text[a.end:b.start], " ") != "" {
		return nil, nil
	}
	form := a.form + b.form
	known, err := s.engine.Known(ctx, []string{form})
	if err != nil || !known[0] || !index.CanSpell(form) {
		return nil, err
	}
	return []correction{{start: a.start, end: b.end, text: form, distance: 1}}, nil
}

// split puts a space into a word, where papers have the halves next to each other.
func (s *spelling) split(ctx context.Context, w spelledWord) ([]correction, error) {
	if !w.apart {
		return nil, nil
	}
	var halves []string
	for i := range w.form {
		if utf8.RuneCountInString(w.form[:i]) >= minHalf && utf8.RuneCountInString(w.form[i:]) >= minHalf {
			halves = append(halves, w.form[:i], w.form[i:])
		}
	}
	known, err := s.engine.Known(ctx, halves)
	if err != nil {
		return nil, err
	}
	var found []correction
	tried := 0
	for i := 0; i < len(known) && tried < maxSplits; i += 2 {
		if !known[i] || !known[i+1] {
			continue
		}
		tried++
		text := halves[i] + " " + halves[i+1]
		result, err := s.engine.Search(ctx, index.Request{Query: query.Query{Root: query.Phrase{Text: text}}})
		if err != nil {
			return nil, err
		}
		if result.Total > 0 {
			found = append(found, correction{w.start, w.end, text, 1, result.Total})
		}
	}
	return found, nil
}

// papers is how many papers a query finds with the request's filters.
func (s *spelling) papers(ctx context.Context, q query.Query) (int, error) {
	result, err := s.engine.Search(ctx, index.Request{Query: q, Match: s.request.Match, Filter: s.request.Filter})
	return result.Total, err
}

// corrected is the text with corrections, which are in its order.
func (s *spelling) corrected(corrections []correction) string {
	var b strings.Builder
	from := 0
	for _, c := range corrections {
		b.WriteString(s.text[from:c.start])
		b.WriteString(c.text)
		from = c.end
	}
	b.WriteString(s.text[from:])
	return b.String()
}
