package api

import (
	"context"
	"fmt"
	"strings"

	"paperboy/api/fault"
	"paperboy/index"
	"paperboy/index/assist"
	"paperboy/index/query"
)

// Spelling says what is done about misspelled words.
type Spelling string

const (
	// SpellingAuto corrects them where that is nearly certain, and else offers to.
	SpellingAuto Spelling = "auto"
	// SpellingOff searches what was typed and offers nothing.
	SpellingOff Spelling = "off"
)

// found is what was searched and what the engine found.
type found struct {
	index.Request
	index.Result
	// corrected is the text that was searched instead of what was typed; empty where
	// that was not corrected.
	corrected string
	// suggestion is a text that is offered, and finds papers.
	suggestion string
}

// find searches p with its spelling corrected.
//
// A correction depends on the query's text and the papers alone, not on filters, order
// or offset, so that all pages of a search and the counts beside it are of one text. A
// cursor says itself which text it continues. A correction that finds nothing, because
// of the filters, is dropped.
//
// What is still being typed is corrected only where few papers have all of its words: its
// last word is half a word, which is no error while papers have words that begin so.
// Nothing is suggested then.
func (s *Service) find(ctx context.Context, p SearchParams) (found, error) {
	request, corrected, err := p.resume()
	if err != nil {
		return found{}, err
	}
	f := found{Request: request, corrected: corrected}
	var c assist.Correction
	if p.Typing {
		f.Result, err = s.Index.Search(ctx, f.Request)
		if err != nil || f.Total > 0 && f.Result.Match != index.MatchMost {
			return f, err
		}
	}
	if p.Spelling != SpellingOff && p.Cursor == "" && request.Query.Root != nil {
		if c, err = s.correct(ctx, p.Q); err != nil {
			return found{}, err
		}
		// Half a word is odd company for the words before it.
		if at := strings.LastIndexByte(p.Q, ' '); p.Typing && !c.Apply && at > 0 && !strings.ContainsAny(p.Q, `"“”()`) {
			if c, err = s.correct(ctx, p.Q[:at]); err != nil {
				return found{}, err
			}
			c.Text += p.Q[at:]
		}
	}
	if c.Apply {
		corrected := f
		corrected.Request.Query, corrected.corrected = p.parse(c.Text), c.Text
		corrected.Result, err = s.Index.Search(ctx, corrected.Request)
		if err = exceptTooComplex(err); err != nil || corrected.Total > 0 {
			return corrected, err
		}
	}
	if p.Typing {
		return f, nil
	}
	if f.Result, err = s.Index.Search(ctx, f.Request); err != nil || c.Text == "" || c.Apply {
		return f, err
	}
	offered, err := s.Index.Search(index.BesideSearch(ctx), index.Request{Query: query.Parse(c.Text), Match: request.Match, Filter: request.Filter})
	if err = exceptTooComplex(err); err != nil {
		return found{}, fmt.Errorf("count papers of %q: %w", fault.Clip(c.Text), err)
	}
	if offered.Total > 0 {
		f.suggestion = c.Text
	}
	return f, nil
}

// correct corrects a text, unless that takes too much work.
func (s *Service) correct(ctx context.Context, text string) (assist.Correction, error) {
	c, err := assist.Correct(index.BesideSearch(ctx), s.Index, query.Parse(text))
	if exceptTooComplex(err) == nil && err != nil {
		return assist.Correction{}, nil
	}
	return c, err
}
