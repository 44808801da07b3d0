package api

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"paperboy/data/audit"
	"paperboy/data/store"
)

// Feed is how far papers were fetched from somewhere on the net.
type Feed = store.Feed

// FeedsAnswer is the answer to GET /feeds.
type FeedsAnswer struct {
	Feeds []Feed `json:"feeds"`
}

// maxFeedBody holds the longest Feed however JSON escapes it.
const maxFeedBody = 1 << 20

// Feeds returns what was fetched so far, by name.
func (s *Service) Feeds(ctx context.Context) (FeedsAnswer, error) {
	feeds, err := s.Store.Feeds(ctx)
	return FeedsAnswer{feeds}, err
}

// PutFeed keeps how far a feed was fetched, and returns it as kept.
func (s *Service) PutFeed(ctx context.Context, f Feed) (Feed, error) {
	audit.Note(ctx, audit.FeedsPut, "feed:"+f.Name)
	if err := s.Store.Update(ctx, func(tx store.Tx) error { return tx.PutFeed(f) }); err != nil {
		return Feed{}, err
	}
	return s.Store.Feed(ctx, f.Name)
}

// feeds is GET /feeds.
func (h *handler) feeds(c echo.Context) error {
	if _, err := readParams(c, noParams); err != nil {
		return err
	}
	feeds, err := h.Feeds(c.Request().Context())
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, feeds)
}

// putFeed is PUT /feeds.
func (h *handler) putFeed(c echo.Context) error {
	var in struct {
		Name   string `json:"name"`
		Cursor string `json:"cursor"`
		Error  string `json:"error"`
	}
	if err := readObject(c, maxFeedBody, &in); err != nil {
		return err
	}
	kept, err := h.PutFeed(c.Request().Context(), Feed{Name: in.Name, Cursor: in.Cursor, Error: in.Error})
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, kept)
}
