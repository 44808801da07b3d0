package api

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/query"
)

// Suggest completes what is being typed at the end of a query. Without a Completer
// nothing is.
func (s *Service) Suggest(ctx context.Context, p SuggestParams) (SuggestAnswer, error) {
	start := s.Now()
	if err := suggestTable.validate(&p); err != nil {
		return SuggestAnswer{}, err
	}
	a := SuggestAnswer{Completions: []Completion{}}
	if s.Completer == nil || p.Limit == 0 {
		return a, nil
	}
	ends := tails(p.Q)
	for i, tail := range ends {
		found, err := s.Completer.Complete(ctx, index.CompleteRequest{
			Typed: tail.typed(), Kinds: tail.kinds, Limit: p.Limit, Correct: i == 0 || i == len(ends)-1,
		})
		if err != nil {
			return a, fmt.Errorf("suggest: %w", err)
		}
		if len(found) == 0 {
			continue
		}
		a.Typed = tail.typed()
		if a.Completions, err = s.completions(ctx, tail, share(found, p.Limit)); err != nil {
			return a, fmt.Errorf("suggest: %w", err)
		}
		break
	}
	a.TookMS = s.since(start)
	return a, nil
}

// share leaves so many completions, of the kinds in turns, so that none pushes the
// others out.
func share(found []index.Completion, limit int) []index.Completion {
	left := map[index.CompletionKind]int{}
	for _, c := range found {
		left[c.Kind]++
	}
	taken := map[index.CompletionKind]int{}
	for n := 0; n < min(limit, len(found)); {
		for _, kind := range index.CompletionKinds {
			if left[kind] > 0 && n < limit {
				left[kind]--
				taken[kind]++
				n++
			}
		}
	}
	return slices.DeleteFunc(found, func(c index.Completion) bool {
		taken[c.Kind]--
		return taken[c.Kind] < 0
	})
}

// completions are found as they take their place in the query. Titles come from the
// store; one that it has no more is left out.
func (s *Service) completions(ctx context.Context, t tail, found []index.Completion) ([]Completion, error) {
	var numbers []data.Number
	for _, c := range found {
		if c.Kind == index.CompleteTitle {
			numbers = append(numbers, c.Number)
		}
	}
	papers, err := s.Store.Papers(ctx, numbers)
	if err != nil {
		return nil, err
	}
	completions := []Completion{}
	for _, c := range found {
		one := Completion{Text: c.Text, Kind: c.Kind, Papers: c.Papers, Corrected: c.Corrected}
		if c.Kind == index.CompleteTitle {
			paper, ok := papers[c.Number]
			if !ok {
				continue
			}
			one.Text, one.ID, one.Papers = paper.Title, paper.ID, 0
		} else {
			one.Query = t.with(c)
		}
		completions = append(completions, one)
	}
	return completions, nil
}

// tail is the end of a query that is being typed: text from start on, and what it may
// become.
type tail struct {
	text  string
	start int
	field query.Field
	// quoted is true behind an open quote, which stands before start.
	quoted bool
	kinds  []index.CompletionKind
}

func (t tail) typed() string { return t.text[t.start:] }

// with is the query with a completion in the place of what is being typed.
func (t tail) with(c index.Completion) string {
	before := t.text[:t.start]
	if c.Kind == index.CompleteAuthor {
		name := `"` + strings.ReplaceAll(c.Text, `"`, "") + `"`
		if t.quoted {
			before = strings.TrimSuffix(before, `"`)
		}
		if t.field == query.Author {
			return before + name
		}
		return before + "author:" + name
	}
	switch {
	case t.quoted:
		return before + c.Text + `"`
	case t.field != query.AnyText && strings.Contains(c.Text, " "):
		return before + `"` + c.Text + `"`
	}
	return before + c.Text
}

// mostTyped is how many words at the end of a query are completed together.
const mostTyped = 8

// tails are the ends of a query that may be completed, the longest first: what stands
// behind an open quote or a field, or the last free words, of which fewer may be meant.
func tails(q string) []tail {
	quotes := strings.NewReplacer("“", `"`, "”", `"`, "„", `"`)
	if q = quotes.Replace(q); strings.Count(q, `"`)%2 == 1 {
		start := strings.LastIndexByte(q, '"')
		return complete(tail{text: q, start: start + 1, quoted: true}, lastWord(q[:start]))
	}
	word := lastWord(q)
	if i := strings.LastIndexByte(word, ':'); i >= 0 {
		return complete(tail{text: q, start: len(q) - len(word) + i + 1}, word[:i+1])
	}
	var all []tail
	rest := q
	for range mostTyped {
		word := lastWord(strings.TrimRight(rest, " "))
		if !isFree(word) {
			break
		}
		rest = rest[:len(strings.TrimRight(rest, " "))-len(word)]
		all = append(all, tail{text: q, start: len(rest)})
	}
	slices.Reverse(all)
	for i := range all[min(len(all), 1):] { // a title leads away from the words before it
		all[i+1].kinds = []index.CompletionKind{index.CompletePhrase, index.CompleteAuthor}
	}
	return all
}

// complete is the tail behind a field's name and colon, or behind none.
func complete(t tail, before string) []tail {
	switch query.Field(strings.ToLower(strings.TrimSuffix(strings.TrimLeft(before, "-+("), ":"))) {
	case query.AnyText:
		if before == "" || strings.HasSuffix(before, "(") || strings.Trim(before, "-+") == "" {
			t.kinds = []index.CompletionKind{index.CompletePhrase}
			return []tail{t}
		}
	case query.Title, query.Abstract:
		t.field, t.kinds = query.Title, []index.CompletionKind{index.CompletePhrase}
		return []tail{t}
	case query.Author:
		t.field, t.kinds = query.Author, []index.CompletionKind{index.CompleteAuthor}
		return []tail{t}
	}
	return nil
}

// lastWord is what follows the last space.
func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// isFree reports whether a word is text, and no operator or part of one.
func isFree(word string) bool {
	return word != "" && word != "OR" && word != "AND" && word != "NOT" &&
		!strings.ContainsAny(word, `":()*~|<>=`) && !strings.HasPrefix(word, "-")
}
