package assist

import (
	"context"
	"fmt"
	"strings"

	"paperboy/index"
	"paperboy/index/query"
)

// Found is the request that was run, and its result.
type Found struct {
	index.Request
	index.Result
	// Corrected is the text that was searched instead of the typed text, or empty if the
	// typed text was searched.
	Corrected string
	// Suggestion is a correction to offer; it finds papers. It may be empty.
	Suggestion string
}

// Find runs a request with the query, match and filter of s, and corrects its spelling where
// the correction is nearly certain.
//
// A correction depends only on the text of the query and on the papers, not on filters,
// order or offset: all pages of a search, and its counts, use the same text. A correction
// that finds nothing because of the filters is dropped.
//
// A text that is still being typed is corrected only if few papers have all of its words:
// its last word may be incomplete, which is not an error while papers have words that start
// with it. There is no suggestion in this case.
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

// correctSearch corrects the text of a search. If the text is still being typed and has no
// certain correction, the words before the last are corrected without it: an incomplete word
// is a misleading context.
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

// tryCorrect corrects a text. It returns the zero Correction if that takes too much work.
func tryCorrect(ctx context.Context, engine Engine, text string) (Correction, error) {
	c, err := Correct(index.BesideSearch(ctx), engine, query.Parse(text))
	if err != nil {
		return Correction{}, exceptTooCostly(err)
	}
	return c, nil
}
