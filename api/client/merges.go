package client

import (
	"context"
	"fmt"
	"net/http"

	"paperboy/api"
	"paperboy/data"
)

// Merges says what made the paper that answers to id what it is.
func (c *Client) Merges(ctx context.Context, id data.ID) (api.MergesAnswer, error) {
	return get[api.MergesAnswer](ctx, c, paperPath(id)+"/merges", nil)
}

// NewestMerges says what became one paper in the whole library, the newest first.
func (c *Client) NewestMerges(ctx context.Context, p api.MergesParams) (api.MergesAnswer, error) {
	return get[api.MergesAnswer](ctx, c, "/merges", p.URLValues())
}

// MergePapers makes the paper of other a part of that of id.
func (c *Client) MergePapers(ctx context.Context, id, other data.ID) (api.MergedAnswer, error) {
	return sendJSON[api.MergedAnswer](ctx, c, http.MethodPost, paperPath(id)+"/merges", map[string]data.ID{"id": other})
}

// Unmerge undoes a merge of the paper that answers to id.
func (c *Client) Unmerge(ctx context.Context, id data.ID, number api.MergeNumber) (api.UnmergeAnswer, error) {
	return call[api.UnmergeAnswer](ctx, c, request{method: http.MethodPost, path: fmt.Sprintf("%s/merges/%d/undo", paperPath(id), number)})
}
