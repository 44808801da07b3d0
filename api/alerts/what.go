package alerts

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"paperboy/api/fault"
	"paperboy/api/search"
	"paperboy/data/store"
	"paperboy/data/text"
)

// What says what a subscription is about.
type What struct {
	Kind store.SubscriptionKind `json:"kind"`
	// Search has the parameters of GET /search in URL encoding, "q=diffusion&category=cs.CV", for
	// the kind search. What decides only the form of an answer, such as limit, is ignored.
	Search string `json:"search,omitempty"`
	// List is a key of a reading list, for the kind list.
	List string `json:"list,omitempty"`
}

// maxTitle is the maximum length of a title, in characters: a line of an email's subject.
const maxTitle = 100

// resolve returns a subscription to w.
func (s *Service) resolve(ctx context.Context, w What) (n store.Subscription, err error) {
	n.Kind = w.Kind
	if w.Search != "" && w.Kind != store.SubscribedSearch || w.List != "" && w.Kind != store.SubscribedList {
		return n, fault.New(fault.Contradiction, "what", "search belongs to the kind search, and list to the kind list")
	}
	switch w.Kind {
	case store.SubscribedTrending, store.SubscribedDays:
		return n, nil
	case store.SubscribedSearch:
		err = s.resolveSearch(ctx, w.Search, &n)
		return n, err
	case store.SubscribedList:
		if s.NoLists {
			return n, fault.New(fault.Forbidden, "what.kind", "this server keeps no reading lists")
		}
		if w.List == "" {
			return n, fault.New(fault.MissingParameter, "what.list", "the key of a reading list is required")
		}
		l, err := s.Store.List(ctx, store.ListKey(w.List))
		if err != nil {
			return n, err
		}
		hash := sha256.Sum256([]byte(l.ReadKey))
		n.List, n.ListKeyHash, n.Title = l.Number, hash[:], text.ClipTo(l.Name, maxTitle)
		return n, nil
	}
	return n, fault.New(fault.InvalidValue, "what.kind", "what.kind=%s: want trending, days, search or list", fault.Clip(string(w.Kind)))
}

// resolveSearch sets the search of n in canonical form, and its title.
func (s *Service) resolveSearch(ctx context.Context, encoded string, n *store.Subscription) error {
	p, err := parseSearch(encoded)
	if err != nil {
		return err
	}
	// A search that is refused or takes too much work must fail now, not in the night.
	if _, err := s.Search.First(ctx, p, 0); err != nil {
		return err
	}
	values := p.URLValues()
	n.Search, n.Title = values.Encode(), searchTitle(values)
	if len(n.Search) > store.MaxSearchBytes {
		return fault.New(fault.TooLong, "what.search", "the search has %d bytes, the limit of a subscription is %d", len(n.Search), store.MaxSearchBytes)
	}
	return nil
}

// parseSearch reads the parameters of a search that decide which papers it finds, and in which
// order.
func parseSearch(encoded string) (search.Params, error) {
	if len(encoded) > 2*store.MaxSearchBytes {
		return search.Params{}, fault.New(fault.TooLong, "what.search", "the search has %d bytes, the limit of a subscription is %d", len(encoded), store.MaxSearchBytes)
	}
	values, err := url.ParseQuery(strings.TrimPrefix(encoded, "?"))
	if err != nil {
		return search.Params{}, fault.New(fault.InvalidEncoding, "what.search", "the search is not a valid URL query")
	}
	given, _, err := search.Table.Parse(values, false)
	if err != nil {
		return search.Params{}, err
	}
	p := search.Table.Defaults
	p.Q, p.Match, p.Filter, p.Sort, p.Prior = text.OneLine(given.Q), given.Match, given.Filter, given.Sort, given.Prior
	return p, nil
}

// searchTitle names a search by its text or else by its filters.
func searchTitle(values url.Values) string {
	if q := values.Get("q"); q != "" {
		return text.ClipTo(q, maxTitle)
	}
	var parts []string
	for name, chosen := range values {
		if name != "sort" && name != "match" && name != "prior" {
			parts = append(parts, fmt.Sprintf("%s: %s", strings.ReplaceAll(name, "_", " "), strings.Join(chosen, ", ")))
		}
	}
	if len(parts) == 0 {
		return AllPapers
	}
	slices.Sort(parts)
	return text.ClipTo(text.OneLine(strings.Join(parts, "; ")), maxTitle)
}
