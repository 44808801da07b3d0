package api

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api/access"
	"paperboy/api/daily"
	"paperboy/api/feed"
	"paperboy/api/guard"
	"paperboy/api/lists"
	"paperboy/api/params"
	"paperboy/api/search"
	"paperboy/api/similar"
	"paperboy/api/transfer"
)

// feedCache is the Cache-Control of a public feed. Readers ask at most every few minutes, and each
// asks for the same.
const feedCache = "public, max-age=300"

// FeedOf is an endpoint whose answer is a feed, made by one use case from the parameters P.
type FeedOf[P any] struct {
	input[P]
	format feed.Format
	use    func(*Service, context.Context, P) (feed.Feed, error)
	// canonical returns the parameters as they are in the feed's own address; nil: as they are.
	canonical func(*Service, context.Context, P) (P, error)
	// state returns the State of the feed without making it, "" if that needs the feed; may be
	// nil.
	state func(*Service, P) string
}

// newFeed makes an endpoint for a feed in one format. The row's path and id are those of the feed
// without its format.
func newFeed[P any](f feed.Format, r row, q query[P], path []inPath[P], use func(*Service, context.Context, P) (feed.Feed, error)) *FeedOf[P] {
	r.path += "." + string(f)
	r.answer = "The feed. With ETag and Last-Modified; 304 if the request has them and nothing has changed."
	switch f {
	case feed.Atom:
		r.id += "Feed"
		r.summary += " as an Atom feed"
		r.content = textContent(f.Type())
	case feed.JSON:
		r.id += "JSONFeed"
		r.summary += " as a JSON feed"
		r.content = map[string]any{f.Type(): map[string]any{"type": "object"}}
	}
	return &FeedOf[P]{input: newInput(r, q, path...), format: f, use: use}
}

// Use makes the feed, without HTTP.
func (e *FeedOf[P]) Use(ctx context.Context, s *Service, p P) (feed.Feed, error) {
	return e.use(s, ctx, p)
}

func (e *FeedOf[P]) types() (body, answer reflect.Type) { return nil, nil }

func (e *FeedOf[P]) serve(h *handler) echo.HandlerFunc {
	return func(c echo.Context) error {
		p, err := e.read(c)
		if err == nil && e.canonical != nil {
			p, err = e.canonical(h.Service, c.Request().Context(), p)
		}
		if err != nil {
			return err
		}
		if header := c.Response().Header(); header.Get(echo.HeaderCacheControl) == "" { // of a list, or if reading needs a key, it is private
			header.Set(echo.HeaderCacheControl, feedCache)
		}
		base := guard.BaseURL(c, h.BaseURL)
		if e.state != nil {
			if done, err := transfer.SentState(c, h.stateTag(base, e.state(h.Service, p))); done {
				return err
			}
		}
		f, err := e.use(h.Service, c.Request().Context(), p)
		if err != nil {
			return err
		}
		own := e.Call(p)
		body, err := f.Write(e.format, base, Prefix+address(own.Path, own.Query))
		if err != nil {
			return err
		}
		kind := e.format.Type()
		if e.format == feed.Atom {
			kind += "; charset=utf-8"
		}
		return transfer.Send(c, transfer.Content{Kind: kind, Body: body, Modified: f.Modified(), State: h.stateTag(base, f.State)}, h.Service.Library.Now())
	}
}

// serveHead returns nil: a HEAD is answered like a GET, because its point is the ETag.
func (e *FeedOf[P]) serveHead(*handler) echo.HandlerFunc { return nil }

// stateTag returns the state of a feed as a part of its entity tag; "" if the state is unknown. A
// feed also depends on the address of the server and, since a program may be replaced, on what this
// process writes.
func (h *handler) stateTag(base, state string) string {
	if state == "" {
		return ""
	}
	return transfer.Digest([]byte(h.process + " " + base + " " + state))[:12]
}

// address returns a path with its query, which may be empty.
func address(path string, query url.Values) string {
	return strings.TrimSuffix(path+"?"+query.Encode(), "?")
}

// searchFeed makes the endpoint of a search as a feed.
func searchFeed(f feed.Format) *FeedOf[search.Params] {
	e := newFeed(f, row{method: http.MethodGet, path: "/search", need: access.Read, class: guard.BySearch,
		doc: doc{tag: "Feeds", id: "search", summary: "A search",
			description: "The papers that were added last come first. The parameters are those of /search; those that set the order, the form or the paging of its answer are ignored, except limit."},
	}, search.FeedTable, nil, func(s *Service, ctx context.Context, p search.Params) (feed.Feed, error) {
		return s.Search.Feed(ctx, p)
	})
	e.canonical = func(_ *Service, _ context.Context, p search.Params) (search.Params, error) { return p.OfFeed(), nil }
	e.state = func(s *Service, _ search.Params) string { return s.Search.FeedState() }
	return e
}

// periodFeed makes the endpoint of the papers of a period as a feed. The period is of a kind and in
// the path, or all of them if kind is empty.
func periodFeed(f feed.Format, path string, kind daily.Kind, d doc) *FeedOf[daily.Params] {
	d.tag = "Feeds"
	var inPath []inPath[daily.Params]
	if kind != "" {
		inPath = append(inPath, spanInPath(kind))
	}
	e := newFeed(f, row{method: http.MethodGet, path: path, need: access.Read, class: guard.BySearch, doc: d}, daily.FeedTable, inPath,
		func(s *Service, ctx context.Context, p daily.Params) (feed.Feed, error) { return s.Daily.Feed(ctx, p) })
	e.canonical = func(_ *Service, _ context.Context, p daily.Params) (daily.Params, error) { return p.OfFeed(), nil }
	e.state = func(s *Service, _ daily.Params) string { return s.Daily.FeedState() }
	return e
}

// trendingFeed makes the endpoint of the trending papers as a feed.
func trendingFeed(f feed.Format) *FeedOf[search.Params] {
	e := newFeed(f, row{method: http.MethodGet, path: "/trending", need: access.Read, class: guard.BySearch,
		doc: doc{tag: "Feeds", id: "trending", summary: "The trending papers", description: "The papers at the top of /trending, as many as limit says. Those that a daily list showed last come first."},
	}, daily.TrendingFeedTable, nil, func(s *Service, ctx context.Context, p search.Params) (feed.Feed, error) {
		return s.Daily.TrendingFeed(ctx, p)
	})
	e.canonical = func(_ *Service, _ context.Context, p search.Params) (search.Params, error) { return p.OfFeed(), nil }
	e.state = func(s *Service, _ search.Params) string { return s.Daily.FeedState() }
	return e
}

// listFeed makes the endpoint of a use case that makes a feed for one reading list.
func listFeed[T any](f feed.Format, r row, q params.Table[T], use func(*lists.Service, context.Context, lists.Key, T) (feed.Feed, error)) *FeedOf[Keyed[T]] {
	e := newFeed(f, r, keyed(q), []inPath[Keyed[T]]{keyInPath[T]()}, func(s *Service, ctx context.Context, p Keyed[T]) (feed.Feed, error) {
		return use(s.Lists, ctx, p.Key, p.Params)
	})
	// A feed is given to a reader, perhaps one on the web: it names the list by its reading key.
	e.canonical = func(s *Service, ctx context.Context, p Keyed[T]) (Keyed[T], error) {
		l, err := s.Lists.List(ctx, p.Key)
		p.Key = cmp.Or(l.ReadKey, p.Key)
		return p, err
	}
	return e
}

// feedOfList is a list's papers as a feed, newForList what is new for it.
func feedOfList(f feed.Format) *FeedOf[Keyed[int]] {
	return listFeed(f, row{method: http.MethodGet, path: "/lists/{key}", need: access.Read, class: guard.Cheap,
		doc: doc{tag: "Feeds", id: "list", summary: "A reading list",
			description: "The paper that was added to the list last comes first. Whichever key of the list is in the address, the feed has only the reading key."},
	}, lists.FeedTable, (*lists.Service).Feed)
}

func newForList(f feed.Format) *FeedOf[Keyed[similar.Params]] {
	return listFeed(f, row{method: http.MethodGet, path: "/lists/{key}/recommendations", need: access.Read, class: guard.Costly,
		doc: doc{tag: "Feeds", id: "listRecommendations", summary: "What is new for a reading list",
			description: fmt.Sprintf("Those papers most similar to the list's that were added to the library in the last %d days, or since the given time. The papers that were added last come first.", lists.FreshDays)},
	}, lists.NewFeedTable, (*lists.Service).NewFeed)
}
