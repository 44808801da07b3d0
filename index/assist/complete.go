package assist

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"paperboy/index"
	"paperboy/index/query"
)

// Completion is a completion of the text being typed, with the resulting query.
type Completion struct {
	index.Completion
	// Query is the query with the completion in place of the typed text. It is empty for a
	// title, which leads to a paper instead.
	Query string
}

// Complete returns at most limit completions of the text being typed at the end of a query,
// and that text, which is empty if there are no completions.
func Complete(ctx context.Context, completer index.Completer, text string, limit int) (typed string, all []Completion, err error) {
	ends := tails(text)
	for i, tail := range ends {
		found, err := completer.Complete(ctx, index.CompleteRequest{
			Typed: tail.typed(), Kinds: tail.kinds, Limit: limit, Correct: i == 0 || i == len(ends)-1,
		})
		if err != nil {
			return "", nil, fmt.Errorf("complete: %w", err)
		}
		if len(found) == 0 {
			continue
		}
		for _, c := range share(found, limit) {
			one := Completion{Completion: c}
			if c.Kind != index.CompleteTitle {
				one.Query = tail.with(c)
			}
			all = append(all, one)
		}
		return tail.typed(), all, nil
	}
	return "", nil, nil
}

// share returns at most limit of the completions, taking the kinds in turn so that none
// crowds out the others.
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

// tail is the end of a query that is being typed: text from start on, with the kinds of
// completions it may have.
type tail struct {
	text  string
	start int
	field query.Field
	// quoted is true if an open quotation mark precedes start.
	quoted bool
	kinds  []index.CompletionKind
}

func (t tail) typed() string { return t.text[t.start:] }

// with returns the query with a completion in place of the typed text.
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

// maxTyped is the number of words at the end of a query that may be completed together.
const maxTyped = 8

// tails returns the ends of a query that may be completed, longest first: the text after an
// open quotation mark or a field, or the last one to maxTyped plain words.
func tails(q string) []tail {
	quotes := strings.NewReplacer("“", `"`, "”", `"`, "„", `"`)
	if q = quotes.Replace(q); strings.Count(q, `"`)%2 == 1 {
		start := strings.LastIndexByte(q, '"')
		return tailsAfter(tail{text: q, start: start + 1, quoted: true}, lastWord(q[:start]))
	}
	word := lastWord(q)
	if i := strings.LastIndexByte(word, ':'); i >= 0 {
		return tailsAfter(tail{text: q, start: len(q) - len(word) + i + 1}, word[:i+1])
	}
	var all []tail
	rest := q
	for range maxTyped {
		word := lastWord(strings.TrimRight(rest, " "))
		if !isPlainWord(word) {
			break
		}
		rest = rest[:len(strings.TrimRight(rest, " "))-len(word)]
		all = append(all, tail{text: q, start: len(rest)})
	}
	slices.Reverse(all)
	for i := range all[min(len(all), 1):] { // a title would replace the words before it
		all[i+1].kinds = []index.CompletionKind{index.CompletePhrase, index.CompleteAuthor}
	}
	return all
}

// tailsAfter returns t with the kinds of completions that fit the text before it, which is
// empty or ends with the name of a field and a colon.
func tailsAfter(t tail, before string) []tail {
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

// lastWord returns the text after the last space.
func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// isPlainWord reports whether a word is plain text, without query syntax.
func isPlainWord(word string) bool {
	return word != "" && word != "OR" && word != "AND" && word != "NOT" &&
		!strings.ContainsAny(word, `":()*~|<>=`) && !strings.HasPrefix(word, "-")
}
