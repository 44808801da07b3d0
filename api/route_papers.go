package api

import (
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api/guard"
)

// paperPath is the path of a paper, and the prefix of those below it.
const paperPath = "/papers/{id}"

// paperRoute is one path of the table of endpoints under /papers/.
type paperRoute struct {
	rows    map[string]endpoint // by method
	methods []string            // in the order of the table, HEAD after GET
}

// paperRoutes finds the path of the table that an address under /papers/ has. An id may contain
// slashes, so a path is known by the last part of its address.
type paperRoutes struct {
	paper *paperRoute            // the path of a paper
	last  map[string]*paperRoute // the others, by their last part
}

// newPaperRoutes collects the paths under /papers/. It panics if two paths end in the same part.
func newPaperRoutes() *paperRoutes {
	all := &paperRoutes{last: map[string]*paperRoute{}}
	paths := map[string]*paperRoute{}
	for _, p := range endpoints {
		r := p.base()
		if !strings.HasPrefix(r.path, "/papers/") {
			continue
		}
		route := paths[r.path]
		if route == nil {
			route = &paperRoute{rows: map[string]endpoint{}}
			paths[r.path] = route
			last := path.Base(r.path)
			switch {
			case r.path == paperPath:
				all.paper = route
			case all.last[last] != nil:
				panic("api: two paths under /papers/ end in " + last)
			default:
				all.last[last] = route
			}
		}
		route.rows[r.method] = p
		if route.methods = append(route.methods, r.method); r.method == http.MethodGet {
			route.methods = append(route.methods, http.MethodHead)
		}
	}
	return all
}

// find returns the route of a request under /papers/.
func (all *paperRoutes) find(c echo.Context) *paperRoute {
	address := addressOf(c)
	if route := all.last[address[strings.LastIndexByte(address, '/')+1:]]; route != nil && route.matches(address) {
		return route
	}
	return all.paper
}

func (r *paperRoute) matches(address string) bool {
	for _, p := range r.rows {
		return p.base().shape.MatchString(address)
	}
	return false
}

// handle answers the requests of one method. serve makes the handler of an endpoint.
func (all *paperRoutes) handle(h *handler, method string, serve func(endpoint, *handler) echo.HandlerFunc) echo.HandlerFunc {
	handlers := map[*paperRoute]echo.HandlerFunc{}
	for _, route := range all.last {
		if p := route.rows[method]; p != nil {
			handlers[route] = serve(p, h)
		}
	}
	if p := all.paper.rows[method]; p != nil {
		handlers[all.paper] = serve(p, h)
	}
	return func(c echo.Context) error {
		route := all.find(c)
		if handle := handlers[route]; handle != nil {
			return handle(c)
		}
		c.Response().Header().Set(echo.HeaderAllow, strings.Join(route.methods, ", "))
		return echo.ErrMethodNotAllowed
	}
}

// class returns how costly the requests of one method are.
func (all *paperRoutes) class(method string) func(echo.Context) guard.Class {
	return func(c echo.Context) guard.Class {
		if p := all.find(c).rows[method]; p != nil {
			return p.base().class
		}
		return guard.NotAdmitted
	}
}

// options answers OPTIONS of an address under /papers/.
func (all *paperRoutes) options(c echo.Context) error {
	allowed := append([]string{http.MethodOptions}, all.find(c).methods...)
	c.Response().Header().Set(echo.HeaderAllow, strings.Join(allowed, ", "))
	return c.NoContent(http.StatusNoContent)
}
