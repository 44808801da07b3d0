package assist

import (
	"context"
	"fmt"
	"strings"

	"paperboy/index"
	"paperboy/index/query"
)

// Found is what was searched and what the engine found.
type Found struct {
	index.Request
	index.Result
	// Corrected is the text that was searched instead of what was typed; empty where that
	// was not corrected.
	Corrected string
	// Suggestion is a text that is offered, and finds papers.
	Suggestion string
}

// Find runs the request, whose query, match and filter are those of s, with its spelling
// corrected where that is nearly certain.
//
// A correction depends on the query's text and the papers alone, not on filters, order
// or offset, so that all pages of a search and the counts beside it are of one text. A
// correction that finds nothing, because of the filters, is dropped.
//
// What is still being typed is corrected only where few papers have all of its words: its
// last word is half a word, which is no error while papers have words that begin so.
// Nothing is suggested then.
func Find(ctx context.Context, engine Engine, request index.Request, s Search) (Found, error) {
	f := Found{Request: request}
	var err error
	if s.Typing {
		f.Result, err = engine.Search(ctx, f.Request)
		if err != nil || f.Total > 0 && f.Result.Match != index.MatchMost {
			return f, err
		}
	}
	var c Correction
	if request.Query.Root != nil {
		if c, err = correctSearch(ctx, engine, s); err != nil {
			return Found{}, err
		}
	}
	if c.Apply {
		corrected := f
		s.Text, corrected.Corrected = c.Text, c.Text
		corrected.Query = s.Query()
		corrected.Result, err = engine.Search(ctx, corrected.Request)
		if err = exceptTooCostly(err); err != nil || corrected.Total > 0 {
			return corrected, err
		}
	}
	if s.Typing {
		return f, nil
	}
	if f.Result, err = engine.Search(ctx, f.Request); err != nil || c.Text == "" || c.Apply {
		return f, err
	}
	offered, err := count(index.BesideSearch(ctx), engine, Search{Text: c.Text, Match: s.Match, Filter: s.Filter})
	if err != nil {
		return Found{}, fmt.Errorf("count papers of the suggestion: %w", err)
	}
	if offered > 0 {
		f.Suggestion = c.Text
	}
	return f, nil
}

// correctSearch corrects the text of a search. While it is being typed and is right as a
// whole, the words before the last one are corrected without it: half a word is odd
// company for them.
func correctSearch(ctx context.Context, engine Engine, s Search) (Correction, error) {
	c, err := tryCorrect(ctx, engine, s.Text)
	if err != nil {
		return Correction{}, err
	}
	last := strings.LastIndexByte(s.Text, ' ')
	if !s.Typing || c.Apply || last <= 0 || strings.ContainsAny(s.Text, `"“”()`) {
		return c, nil
	}
	if c, err = tryCorrect(ctx, engine, s.Text[:last]); err != nil {
		return Correction{}, err
	}
	c.Text += s.Text[last:]
	return c, nil
}

// tryCorrect corrects a text, unless that takes too much work.
func tryCorrect(ctx context.Context, engine Engine, text string) (Correction, error) {
	c, err := Correct(index.BesideSearch(ctx), engine, query.Parse(text))
	if err != nil {
		return Correction{}, exceptTooCostly(err)
	}
	return c, nil
}
