// Package client speaks to a running Paperboy: the methods of api.Service over
// HTTP, so that a command does not care which of the two it has.
package client

import (
	"context"
	"io"
	"net/http"

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
func New(base, token string, c *http.Client) (*Client, error) { panic("unwritten") }

func (c *Client) Search(ctx context.Context, p api.SearchParams) (api.SearchAnswer, error) {
	panic("unwritten")
}
func (c *Client) Paper(ctx context.Context, id data.ID) (data.Paper, error) { panic("unwritten") }
func (c *Client) Papers(ctx context.Context, ids []data.ID) (api.PapersAnswer, error) {
	panic("unwritten")
}
func (c *Client) Similar(ctx context.Context, p api.SimilarParams) (api.SimilarAnswer, error) {
	panic("unwritten")
}
func (c *Client) Export(ctx context.Context, p api.SearchParams, f api.Format, w io.Writer) error {
	panic("unwritten")
}
func (c *Client) Stats(ctx context.Context) (api.StatsAnswer, error) { panic("unwritten") }

// AddPapers sends papers as JSONL in parts below the server's cap, and adds up
// the answers.
func (c *Client) AddPapers(ctx context.Context, body io.Reader, p api.AddParams) (api.AddAnswer, error) {
	panic("unwritten")
}
func (c *Client) ReplacePaper(ctx context.Context, id data.ID, p data.Paper) (api.ReplaceAnswer, error) {
	panic("unwritten")
}
func (c *Client) DeletePapers(ctx context.Context, d api.Deletion) (api.DeleteAnswer, error) {
	panic("unwritten")
}
func (c *Client) Reindex(ctx context.Context) (api.ReindexAnswer, error) { panic("unwritten") }
func (c *Client) Check(ctx context.Context) (api.CheckAnswer, error)     { panic("unwritten") }
func (c *Client) Backup(ctx context.Context, w io.Writer) error          { panic("unwritten") }
