package add

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/fetch"
	"paperboy/data/format"
	"paperboy/data/format/pdf"
)

// lookUp asks services for the ids at the positions missing, and adds their papers. fetching is the
// context of the requests.
func (r *run) lookUp(ctx, fetching context.Context, given []Given, missing []int) error {
	var ids []data.ID
	for _, i := range missing {
		ids = append(ids, given[i].ID)
	}
	for _, l := range r.Sources.Lookups(ids) {
		found, failed := r.fetchLookup(fetching, l)
		for _, i := range missing {
			if !slices.Contains(l.IDs, given[i].ID) {
				continue
			}
			item := &r.answer.Items[i]
			switch record, ok := found[given[i].ID]; {
			case ok:
				if err := r.take(ctx, only(record), item); err != nil {
					return err
				}
			case given[i].Address != "" && errors.Is(failed, errNotThere):
				// The id in an address may not be the paper's whole id.
				if err := r.address(ctx, fetching, given[i].Address, item); err != nil {
					return err
				}
			default:
				r.explain(failed, item)
			}
		}
	}
	return nil
}

// errNotThere means that a service does not have what it was asked for. errOff means that the server
// may not fetch.
var (
	errNotThere = errors.New("not there")
	errOff      = errors.New("this server does not fetch papers")
)

// fetchLookup makes the requests of a lookup until one has a paper, and returns the records by the
// ids that were asked for. The error says why others are missing; it wraps errNotThere if the
// services answered.
func (s *Service) fetchLookup(ctx context.Context, l fetch.Lookup) (map[data.ID]data.Record, error) {
	if s.Client == nil {
		return nil, errOff
	}
	found := map[data.ID]data.Record{}
	why := fmt.Errorf("%w: no paper has this id at %s", errNotThere, l.From)
	var trouble error
	for _, request := range l.Requests {
		got, err := s.Client.Once(ctx, request)
		if err == nil {
			var records []data.Record
			if records, _, err = s.read(ctx, got.URL, got.Body); err == nil || errors.Is(err, format.ErrFormat) || errors.Is(err, format.ErrNoRecords) {
				take(found, records, l.IDs)
				err = nil
			}
		}
		if len(found) > 0 {
			return found, why
		}
		if err != nil && !errors.Is(err, fetch.ErrMissing) {
			trouble = err
		}
	}
	if trouble != nil {
		return nil, fmt.Errorf("%s: %w", l.From, trouble)
	}
	return nil, why
}

// take puts those records into found that claim one of the ids. A service sends no others, but a
// server that is asked must not decide what is added.
func take(found map[data.ID]data.Record, records []data.Record, ids []data.ID) {
	for _, record := range records {
		for _, id := range record.IDs() {
			if _, known := found[id]; slices.Contains(ids, id) && !known {
				found[id] = record
			}
		}
	}
}

// otherWays is the next step where the server cannot fetch something.
const otherWays = "Paste the paper's BibTeX, or upload its PDF."

// explain sets the outcome of an item that could not be fetched.
func (r *run) explain(err error, item *Item) {
	reason := err.Error()
	switch {
	case errors.Is(err, errOff):
		item.refuse("fetch_off", "This server does not fetch papers (--add-fetch=false).", otherWays)
	case errors.Is(err, errNotThere):
		item.refuse("not_found", sentence(strings.TrimPrefix(reason, errNotThere.Error()+": ")), "Check it for typing errors. New papers can take a day to appear.")
	case errors.Is(err, fetch.ErrRobots):
		item.refuse("not_allowed", sentence(reason), "Save the page in your browser and upload it, or give the paper's DOI.")
	case errors.Is(err, fetch.ErrCaptcha):
		item.refuse("not_allowed", sentence(reason), otherWays)
	case errors.Is(err, format.ErrPrivateAddress):
		item.refuse("not_allowed", sentence(reason), "Upload the file instead.")
	case errors.Is(err, fetch.ErrMissing):
		item.refuse("not_found", sentence(strings.TrimPrefix(reason, fetch.ErrMissing.Error()+": ")), "Check the address.")
	case errors.Is(err, format.ErrFormat):
		item.refuse("no_paper", "This page does not say which paper it is about: it has none of the tags by which pages name a paper.", "Give the paper's DOI or arXiv id, paste its BibTeX, or upload its PDF.")
	case errors.Is(err, context.DeadlineExceeded):
		item.refuse("too_slow", "It took too long to fetch this.", "Try again later, with fewer papers at once. "+otherWays)
	default:
		item.refuse("unreachable", sentence(reason), "Try again in a few minutes. "+otherWays)
	}
}

// address fetches a page or file and adds its papers.
func (r *run) address(ctx, fetching context.Context, address string, item *Item) error {
	if r.Client == nil {
		r.explain(errOff, item)
		return nil
	}
	if _, err := fetch.ParseAddress(address); err != nil {
		item.refuse("invalid_address", sentence(err.Error()), "Give an address that starts with https://.")
		return nil
	}
	got, err := r.Client.Once(fetching, fetch.Request{URL: address, Max: pdf.MaxBytes})
	if err != nil {
		r.explain(err, item)
		return nil
	}
	if pdf.Sniff(got.Body[:min(len(got.Body), format.SniffLen)]) {
		return r.pdf(ctx, fetching, got, item)
	}
	records, rejected, err := r.read(ctx, got.URL, got.Body)
	if err != nil && len(records) == 0 {
		r.explain(err, item)
		return nil
	}
	return r.take(ctx, both(records, rejected), item)
}

// both yields records and then rejections.
func both(records []data.Record, rejected []data.Rejection) format.Records {
	return func(yield func(data.Record, error) bool) {
		for _, record := range records {
			if !yield(record, nil) {
				return
			}
		}
		for _, rejection := range rejected {
			if !yield(data.Record{}, &rejection) {
				return
			}
		}
	}
}
