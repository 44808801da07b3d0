package api

import (
	"slices"

	"github.com/labstack/echo/v4"

	"paperboy/api/guard"
)

// sharedRoute has the endpoints of one method that Echo cannot tell apart, because they differ only
// after a variable part: "/lists/{key}" and "/lists/{key}.atom". The longest path comes first.
type sharedRoute []endpoint

// sharing returns the endpoints that share a route with r, and r. It panics if they differ in what
// is decided before the handler.
func sharing(r *row) (shared sharedRoute) {
	for _, p := range endpoints {
		other := p.base()
		if other.method != r.method || echoPath(other.path) != echoPath(r.path) {
			continue
		}
		if other.need != r.need || other.action != r.action || other.limit != r.limit {
			panic("api: " + other.path + " and " + r.path + " share a route, and need different things")
		}
		shared = append(shared, p)
	}
	slices.SortStableFunc(shared, func(a, b endpoint) int { return len(b.base().path) - len(a.base().path) })
	return shared
}

// find returns the index of the endpoint that a request is for. The last path matches every
// address of the route.
func (all sharedRoute) find(c echo.Context) int {
	address := addressOf(c)
	return slices.IndexFunc(all, func(p endpoint) bool { return p.base().shape.MatchString(address) })
}

// handle answers the requests. serve makes the handler of an endpoint.
func (all sharedRoute) handle(h *handler, serve func(endpoint, *handler) echo.HandlerFunc) echo.HandlerFunc {
	handlers := make([]echo.HandlerFunc, len(all))
	for i, p := range all {
		handlers[i] = serve(p, h)
	}
	return func(c echo.Context) error { return handlers[max(0, all.find(c))](c) }
}

// class returns how costly a request is.
func (all sharedRoute) class(c echo.Context) guard.Class {
	return all[max(0, all.find(c))].base().class
}
