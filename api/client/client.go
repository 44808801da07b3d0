// Package client calls a running Paperboy: the endpoints of package api over HTTP, with the
// parameters and the answers of its use cases.
//
// [Call] and [Download] make a request of a row of the table of endpoints, and read the answer
// into the type that the server wrote it from. Papers are sent in parts (add.go), files as they
// come (ingest.go).
package client

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"paperboy/api"
)

// Client is a Paperboy server. Errors are the server's *api.Problem, or say that it could not be
// reached. All methods may be called concurrently.
type Client struct {
	base  string
	token string
	http  *http.Client
}

// An AddressError says that a text is not the address of a server.
type AddressError struct{ Address string }

func (e *AddressError) Error() string {
	return fmt.Sprintf("server %q: want an address like http://127.0.0.1:8080", e.Address)
}

// New makes a client of the server at base ("http://127.0.0.1:8080"). token may
// be empty for reading; nil is http.DefaultClient. A base that is no address is an *AddressError.
func New(base, token string, c *http.Client) (*Client, error) {
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, &AddressError{base}
	}
	if c == nil {
		c = http.DefaultClient
	}
	return &Client{base: strings.TrimSuffix(base, "/"), token: token, http: c}, nil
}

// Call calls an endpoint. If the parameters are too long for one request, it sends several and joins
// their answers. Together with an error, it returns the joined answers of the requests before it.
func Call[P, A any](ctx context.Context, c *Client, e *api.Endpoint[P, A], p P) (sum A, err error) {
	for i, part := range e.Split(p) {
		a, err := decode[A](ctx, c, e.Call(part))
		switch {
		case err != nil:
			return sum, err
		case i == 0:
			sum = a
		default:
			e.Join(&sum, a)
		}
	}
	return sum, nil
}

// Download copies the file that is an endpoint's answer to w. After an error w may hold a part.
func Download[P any](ctx context.Context, c *Client, d *api.Download[P], p P, w io.Writer) error {
	call := d.Call(p)
	response, err := c.send(ctx, request{method: call.Method, path: call.Path, query: call.Query})
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(w, response.Body); err != nil {
		return fmt.Errorf("server %s: %s broke off: %w", c.base, call.Path, err)
	}
	return nil
}
