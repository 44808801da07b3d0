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

// request is one request to the API. path is below its prefix.
type request struct {
	method, path string
	query        url.Values
	body         io.Reader // nil: none
	contentType  string
}

// decode makes the request of a call, and decodes the answer.
func decode[A any](ctx context.Context, c *Client, call api.Call) (answer A, err error) {
	r := request{method: call.Method, path: call.Path, query: call.Query}
	if call.Body != nil {
		body, err := json.Marshal(call.Body)
		if err != nil {
			return answer, fmt.Errorf("%s %s: %w", call.Method, call.Path, err)
		}
		r.body, r.contentType = bytes.NewReader(body), "application/json"
	}
	return answerTo[A](ctx, c, r)
}

// answerTo sends r and decodes the answer.
func answerTo[A any](ctx context.Context, c *Client, r request) (answer A, err error) {
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

// send returns a successful answer, whose body the caller closes, or an error.
func (c *Client) send(ctx context.Context, r request) (*http.Response, error) {
	address := c.base + api.Prefix + r.path
	if len(r.query) > 0 {
		address += "?" + r.query.Encode()
	}
	request, err := http.NewRequestWithContext(ctx, r.method, address, r.body)
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
