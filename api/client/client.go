// Package client speaks to a running Paperboy: the methods of api.Service over
// HTTP, so that a command does not care which of the two it has.
//
// A call becomes one request (request.go) and its answer is decoded into the
// type that the server encoded it from. Papers are sent in parts (add.go).
package client

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"paperboy/api/export"
	"paperboy/api/search"
	"paperboy/api/similar"

	"paperboy/api/fields"
	"paperboy/api/params"

	"paperboy/api"
	"paperboy/data"
)

// Client is a Paperboy server. Errors are the server's *api.Problem, or say
// that it could not be reached. All methods may be called concurrently.
type Client struct {
	base  string
	token string
	http  *http.Client
}

// New makes a client of the server at base ("http://127.0.0.1:8080"). token may
// be empty for reading; nil is http.DefaultClient.
func New(base, token string, c *http.Client) (*Client, error) {
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("server %q: want an address like http://127.0.0.1:8080", base)
	}
	if c == nil {
		c = http.DefaultClient
	}
	return &Client{base: strings.TrimSuffix(base, "/"), token: token, http: c}, nil
}

// Search answers one search.
func (c *Client) Search(ctx context.Context, p search.Params) (search.Answer, error) {
	return get[search.Answer](ctx, c, "/search", p.URLValues())
}

// Grid counts what a search finds by date and number of authors. Its paging, order,
// facets and form are not asked.
func (c *Client) Grid(ctx context.Context, p search.Params) (search.GridAnswer, error) {
	return get[search.GridAnswer](ctx, c, "/grid", p.GridValues())
}

// Suggest completes what is being typed at the end of a query.
func (c *Client) Suggest(ctx context.Context, p search.SuggestParams) (search.SuggestAnswer, error) {
	return get[search.SuggestAnswer](ctx, c, "/suggest", p.URLValues())
}

// Rising tells which phrases stand in more titles than before.
func (c *Client) Rising(ctx context.Context, p search.RisingParams) (search.RisingAnswer, error) {
	return get[search.RisingAnswer](ctx, c, "/rising", p.URLValues())
}

// Paper returns the paper that answers to id, with its sources.
func (c *Client) Paper(ctx context.Context, id data.ID) (data.Paper, error) {
	return get[data.Paper](ctx, c, paperPath(id), nil)
}

// Papers returns the papers that answer to at most api.MaxIDs ids, in their order.
func (c *Client) Papers(ctx context.Context, ids []data.ID) (api.PapersAnswer, error) {
	if len(ids) == 0 {
		return api.PapersAnswer{Papers: []fields.Paper{}, Missing: []data.ID{}}, nil
	}
	return get[api.PapersAnswer](ctx, c, "/papers", url.Values{"id": spell(ids)})
}

// Similar answers with the papers most like others, or like a text.
func (c *Client) Similar(ctx context.Context, p similar.Params) (similar.Answer, error) {
	return sendJSON[similar.Answer](ctx, c, http.MethodPost, "/similar", p.URLValues())
}

// Between answers with the papers that lie between two.
func (c *Client) Between(ctx context.Context, p similar.BetweenParams) (similar.BetweenAnswer, error) {
	return get[similar.BetweenAnswer](ctx, c, "/between", p.URLValues())
}

// Export writes all papers that a search finds. After an error w may hold a part.
func (c *Client) Export(ctx context.Context, p search.Params, f export.Format, w io.Writer) error {
	p.Limit, p.Offset, p.Cursor = 0, 0, ""
	v := p.URLValues()
	v.Del("limit")
	v.Set("format", string(f))
	return c.download(ctx, "/export", v, w)
}

// Receipt answers with the receipt of a search, or checks one that was given out.
func (c *Client) Receipt(ctx context.Context, p search.ReceiptParams) (search.ReceiptAnswer, error) {
	return get[search.ReceiptAnswer](ctx, c, "/receipt", p.URLValues())
}

// Stats counts what the server's store and index hold.
func (c *Client) Stats(ctx context.Context) (api.StatsAnswer, error) {
	return get[api.StatsAnswer](ctx, c, "/stats", nil)
}

// ReplacePaper makes p all that is known of the paper that answers to id.
func (c *Client) ReplacePaper(ctx context.Context, id data.ID, p data.Paper) (api.ReplaceAnswer, error) {
	return sendJSON[api.ReplaceAnswer](ctx, c, http.MethodPut, paperPath(id), p)
}

// DeletePapers ends papers. IDs go in parts of api.MaxIDs, each of which is
// deleted as a whole.
func (c *Client) DeletePapers(ctx context.Context, d api.Deletion) (api.DeleteAnswer, error) {
	v := make(url.Values)
	switch {
	case d.Matching != nil:
		v = d.Matching.URLValues()
		v.Set("q", d.Matching.Q)
	case d.Source != "":
		v.Set("source", d.Source)
	}
	if d.Location != "" {
		v.Set("location", d.Location)
	}
	if d.DryRun {
		v.Set("dry_run", "true")
	}
	if len(d.IDs) == 0 {
		return call[api.DeleteAnswer](ctx, c, request{method: http.MethodDelete, path: "/papers", query: v})
	}
	sum := api.DeleteAnswer{Missing: []data.ID{}, DryRun: d.DryRun}
	for part := range slices.Chunk(d.IDs, params.MaxIDs) {
		v["id"] = spell(part)
		a, err := call[api.DeleteAnswer](ctx, c, request{method: http.MethodDelete, path: "/papers", query: v})
		if err != nil {
			return sum, err
		}
		sum.Deleted, sum.Trimmed, sum.Sequence = sum.Deleted+a.Deleted, sum.Trimmed+a.Trimmed, a.Sequence
		sum.Missing = append(sum.Missing, a.Missing...)
	}
	return sum, nil
}

// Reindex rebuilds the server's index; it returns when the new one is in place.
func (c *Client) Reindex(ctx context.Context) (api.ReindexAnswer, error) {
	return call[api.ReindexAnswer](ctx, c, request{method: http.MethodPost, path: "/admin/reindex"})
}

// Check verifies the server's store and index.
func (c *Client) Check(ctx context.Context) (api.CheckAnswer, error) {
	return call[api.CheckAnswer](ctx, c, request{method: http.MethodPost, path: "/admin/check"})
}

// Backup writes a consistent copy of the server's store. After an error w may
// hold a part.
func (c *Client) Backup(ctx context.Context, w io.Writer) error {
	return c.download(ctx, "/admin/backup", nil, w)
}

func paperPath(id data.ID) string { return "/papers/" + url.PathEscape(string(id)) }

func spell(ids []data.ID) []string {
	spelled := make([]string, len(ids))
	for i, id := range ids {
		spelled[i] = string(id)
	}
	return spelled
}
