package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"paperboy/api"
)

// request is one call of the API.
type request struct {
	method, path string
	query        url.Values
	body         []byte
	stream       io.Reader // in place of body, if not nil
	contentType  string
}

func get[T any](ctx context.Context, c *Client, path string, query url.Values) (T, error) {
	return call[T](ctx, c, request{method: http.MethodGet, path: path, query: query})
}

func sendJSON[T any](ctx context.Context, c *Client, method, path string, v any) (answer T, err error) {
	body, err := json.Marshal(v)
	if err != nil {
		return answer, fmt.Errorf("%s %s: %w", method, path, err)
	}
	return call[T](ctx, c, request{method: method, path: path, body: body, contentType: "application/json"})
}

// call sends r and decodes the answer.
func call[T any](ctx context.Context, c *Client, r request) (answer T, err error) {
	response, err := c.send(ctx, r)
	if err != nil {
		return answer, err
	}
	defer response.Body.Close()
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return answer, fmt.Errorf("server %s: %s %s: %w", c.base, r.method, r.path, err)
	}
	return answer, nil
}

// download copies an answer to w.
func (c *Client) download(ctx context.Context, path string, query url.Values, w io.Writer) error {
	response, err := c.send(ctx, request{method: http.MethodGet, path: path, query: query})
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(w, response.Body); err != nil {
		return fmt.Errorf("server %s: %s broke off: %w", c.base, path, err)
	}
	return nil
}

// send returns a successful answer, whose body the caller closes, or an error.
func (c *Client) send(ctx context.Context, r request) (*http.Response, error) {
	address := c.base + "/api/v1" + r.path
	if len(r.query) > 0 {
		address += "?" + r.query.Encode()
	}
	var body io.Reader = bytes.NewReader(r.body)
	if r.stream != nil {
		body = r.stream
	}
	request, err := http.NewRequestWithContext(ctx, r.method, address, body)
	if err != nil {
		return nil, fmt.Errorf("server %s: %w", c.base, err)
	}
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	if r.contentType != "" {
		request.Header.Set("Content-Type", r.contentType)
	}
	response, err := c.http.Do(request)
	if err != nil {
		if failed, ok := errors.AsType[*url.Error](err); ok {
			err = failed.Err // without the address, which may be a list's
		}
		return nil, fmt.Errorf("server %s: %w", c.base, err)
	}
	if response.StatusCode < 300 {
		return response, nil
	}
	defer response.Body.Close()
	problem := new(api.Problem)
	if err := json.NewDecoder(io.LimitReader(response.Body, maxProblemBytes)).Decode(problem); err != nil || problem.Code == "" {
		return nil, fmt.Errorf("server %s: %s %s: answered %s, as no paperboy does", c.base, r.method, r.path, response.Status)
	}
	return nil, problem
}

// maxProblemBytes holds the rejections of one part of papers.
const maxProblemBytes = 16 << 20
