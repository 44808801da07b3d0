package add

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/text"
)

// maxMatches is how many matches of a title are offered.
const maxMatches = 8

// title offers the papers with a title that the services have. Those that the library has too are
// marked as present.
func (r *run) title(ctx, fetching context.Context, title string, item *Item) error {
	if problem := problemOfTitle(title); problem != "" {
		item.refuse("not_understood", problem, "Give an id, an address, a title of at least two words, or BibTeX.")
		return nil
	}
	if r.Client == nil {
		r.explain(errOff, item)
		return nil
	}
	matches, troubles, err := r.matches(ctx, fetching, title)
	switch {
	case err != nil:
		return err
	case len(matches) > 0:
		item.Outcome, item.Matches = Choose, matches
		if len(troubles) > 0 {
			item.Reason = "Not all services could be asked: " + strings.Join(troubles, "; ") + "."
		}
	case len(troubles) > 0:
		item.refuse("unreachable", sentence(strings.Join(troubles, "; ")), "Try again in a few minutes. "+otherWays)
	default:
		item.refuse("no_match", "Neither arXiv nor Crossref has a paper with this title.", "Check it for typing errors, or give the paper's address or BibTeX.")
	}
	return nil
}

// matches asks the services for a title, and returns what they have, the most similar first, and
// which of them could not be asked.
func (r *run) matches(ctx, fetching context.Context, title string) (matches []Match, troubles []string, err error) {
	for _, search := range r.Sources.Titles(title) {
		got, err := r.Client.Once(fetching, search.Request)
		if err != nil {
			troubles = append(troubles, fmt.Sprintf("%s: %v", search.From, err))
			continue
		}
		records, _, _ := r.read(fetching, got.URL, got.Body) // an answer without papers is in no format
		for _, record := range records {
			if data.Validate(&record) == nil && !record.HasContentID() {
				matches = append(matches, newMatch(record, search.From))
			}
		}
	}
	rank(matches, title)
	matches = slices.CompactFunc(matches, func(a, b Match) bool { return a.ID == b.ID })
	matches = matches[:min(len(matches), maxMatches)]
	for i := range matches {
		paper, err := r.known(ctx, matches[i].ID)
		if err != nil {
			return nil, nil, err
		}
		matches[i].Present = paper.ID != ""
	}
	return matches, troubles, nil
}

func newMatch(record data.Record, from string) Match {
	p := record.Paper
	return Match{Paper: Paper{p.ID, p.Title}, Authors: append([]string{}, p.Authors[:min(len(p.Authors), maxAuthors)]...), Date: p.Date, Venue: p.Venue, From: from}
}

// maxAuthors is how many authors of a match are named.
const maxAuthors = 20

// rank sorts matches by the share of words that their title and the given one have in common
// (Jaccard), and keeps the order of the services among equals.
func rank(matches []Match, title string) {
	wanted := wordSet(title)
	share := func(m Match) float64 {
		words := wordSet(m.Title)
		common := 0
		for word := range words {
			if wanted[word] {
				common++
			}
		}
		return float64(common) / float64(max(1, len(words)+len(wanted)-common))
	}
	slices.SortStableFunc(matches, func(a, b Match) int {
		switch x, y := share(a), share(b); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
}

func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, word := range text.Words(text.Normalize(s)) {
		set[word] = true
	}
	return set
}
