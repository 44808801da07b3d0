package library

import (
	"context"
	"errors"

	"paperboy/data"
	"paperboy/data/fetch"
	"paperboy/data/format"
	"paperboy/data/thumbnails"
	"paperboy/index/ingest"
)

// maxThumbnails is the maximum number of pictures that are requested after one fetch: those of a
// month of lists.
const maxThumbnails = 500

// Thumbnails fetches the pictures of the papers on the lists that the server has just fetched. Its
// fetches follow each other.
type Thumbnails struct {
	Cache *thumbnails.Cache
	// URL returns the address of a paper's picture, or "".
	URL func(data.ID) string

	// noted are the papers on the lists of the current fetch.
	noted []data.ID
	// missed are papers without a usable picture, which are not tried again until the server
	// starts again.
	missed map[data.ID]bool
}

// notingTarget notes the papers on lists that it passes on.
type notingTarget struct {
	*Library
	to *Thumbnails
}

func (t *Thumbnails) noting(l *Library) Target { return notingTarget{l, t} }

// Ingest implements Target.
func (n notingTarget) Ingest(ctx context.Context, records format.Records, opts ingest.RunOptions) (ingest.Report, error) {
	return n.Library.Ingest(ctx, func(yield func(data.Record, error) bool) {
		for r, err := range records {
			if err == nil && r.Origin.Source == format.SourceHuggingFace && !r.Paper.Featured.IsZero() {
				n.to.noted = append(n.to.noted, r.Paper.ID)
			}
			if !yield(r, err) {
				return
			}
		}
	}, opts)
}

// fetch requests and stores the pictures of the papers noted since the last call, and returns how
// many it stored. A picture that is missing or not one is passed over. Other errors end the fetch.
func (t *Thumbnails) fetch(ctx context.Context, client *fetch.Client) (stored int, err error) {
	noted := t.noted
	t.noted = nil
	if t.missed == nil {
		t.missed = map[data.ID]bool{}
	}
	requested := 0
	for _, id := range noted {
		address := t.URL(id)
		if _, known := t.Cache.Of(id); known || t.missed[id] || address == "" {
			continue
		}
		if requested++; requested > maxThumbnails {
			return stored, nil
		}
		picture, err := client.Get(ctx, address, thumbnails.MaxImageBytes)
		if err == nil {
			err = t.Cache.Put(id, picture)
		}
		switch {
		case err == nil:
			stored++
		case errors.Is(err, thumbnails.ErrNotImage), errors.Is(err, fetch.ErrMissing):
			t.missed[id] = true
		default:
			return stored, err
		}
	}
	return stored, nil
}
