package client

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"

	"paperboy/api/export"
	"paperboy/api/lists"
	"paperboy/api/similar"

	"paperboy/api/params"

	"paperboy/data"
)

// CreateList makes a list of the papers that answer to at most api.MaxIDs ids.
func (c *Client) CreateList(ctx context.Context, name string, ids []data.ID) (lists.List, error) {
	return sendJSON[lists.List](ctx, c, http.MethodPost, "/lists", map[string]any{"name": name, "ids": spell(ids)})
}

// Lists returns all lists of the server, for its owner.
func (c *Client) Lists(ctx context.Context) (lists.AllAnswer, error) {
	return get[lists.AllAnswer](ctx, c, "/lists", nil)
}

// PruneLists deletes the lists that were not used for long.
func (c *Client) PruneLists(ctx context.Context, p lists.PruneParams) (lists.PruneAnswer, error) {
	return call[lists.PruneAnswer](ctx, c, request{method: http.MethodDelete, path: "/lists", query: p.URLValues()})
}

// ListPapers returns the list that a key opens with its papers.
func (c *Client) ListPapers(ctx context.Context, key lists.Key, p lists.Params) (lists.Answer, error) {
	return get[lists.Answer](ctx, c, listPath(key), p.URLValues())
}

// RenameList gives a list another name.
func (c *Client) RenameList(ctx context.Context, key lists.Key, name string) (lists.List, error) {
	return sendJSON[lists.List](ctx, c, http.MethodPut, listPath(key), map[string]string{"name": name})
}

// AddToList puts papers into a list. IDs go in parts of api.MaxIDs, each of which
// is added as a whole.
func (c *Client) AddToList(ctx context.Context, key lists.Key, ids []data.ID, note *string) (lists.Change, error) {
	return inParts(ids, func(part []data.ID) (lists.Change, error) {
		body := map[string]any{"ids": spell(part)}
		if note != nil {
			body["note"] = *note
		}
		return sendJSON[lists.Change](ctx, c, http.MethodPost, listPath(key)+"/papers", body)
	})
}

// RemoveFromList takes papers out of a list, in parts as AddToList.
func (c *Client) RemoveFromList(ctx context.Context, key lists.Key, ids []data.ID) (lists.Change, error) {
	return inParts(ids, func(part []data.ID) (lists.Change, error) {
		return call[lists.Change](ctx, c, request{method: http.MethodDelete, path: listPath(key) + "/papers", query: url.Values{"id": spell(part)}})
	})
}

// inParts makes a change part by part and adds up the answers.
func inParts(ids []data.ID, change func(part []data.ID) (lists.Change, error)) (lists.Change, error) {
	sum := lists.Change{Missing: []data.ID{}}
	for part := range slices.Chunk(ids, params.MaxIDs) {
		a, err := change(part)
		if err != nil {
			return sum, err
		}
		sum.Changed, sum.Total = sum.Changed+a.Changed, a.Total
		sum.Missing = append(sum.Missing, a.Missing...)
	}
	return sum, nil
}

// RenewListKey gives a list another key for editing, or else for reading.
func (c *Client) RenewListKey(ctx context.Context, key lists.Key, editing bool) (lists.List, error) {
	which := "read"
	if editing {
		which = "edit"
	}
	return sendJSON[lists.List](ctx, c, http.MethodPost, listPath(key)+"/renew", map[string]string{"key": which})
}

// DeleteList ends a list, and returns what it was.
func (c *Client) DeleteList(ctx context.Context, key lists.Key) (lists.List, error) {
	return call[lists.List](ctx, c, request{method: http.MethodDelete, path: listPath(key)})
}

// ExportList writes the papers of a list. After an error w may hold a part.
func (c *Client) ExportList(ctx context.Context, key lists.Key, f export.Format, w io.Writer) error {
	return c.download(ctx, listPath(key)+"/export", url.Values{"format": {string(f)}}, w)
}

// RecommendFor answers with the papers most like those of a list.
func (c *Client) RecommendFor(ctx context.Context, key lists.Key, p similar.Params) (lists.Recommendations, error) {
	p.Like, p.Unlike, p.Text = nil, nil, ""
	return get[lists.Recommendations](ctx, c, listPath(key)+"/recommendations", p.URLValues())
}

func listPath(key lists.Key) string { return "/lists/" + url.PathEscape(string(key)) }
