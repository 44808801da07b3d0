package api

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api/access"
	"paperboy/api/fault"
	"paperboy/api/guard"
	"paperboy/api/library"
)

// limit says how many requests for an endpoint run at once, and for how long.
type limit int

const (
	quick  limit = iota // answers within 30 seconds
	long                // may stream for exportTime
	upload              // two at once, or one on a small machine
	upkeep              // one at a time
	unbounded
)

// head says what a HEAD of a GET endpoint does.
type head int

const (
	likeGet    head = iota
	checksOnly      // checks the parameters, and answers with the headers
)

// exportTime is the maximum time of an export, however fast its reader is.
const exportTime = 30 * time.Minute

func newLimits() map[limit][]echo.MiddlewareFunc {
	return map[limit][]echo.MiddlewareFunc{
		quick:  {deadline(30 * time.Second)},
		long:   {deadline(exportTime)},
		upload: {atMost(library.MaxUploads(), 30*time.Second)},
		upkeep: {atMost(1, 5*time.Second)},
	}
}

// install registers every endpoint. Those below a paper's id share one route for each method,
// because an id may contain slashes; so do those that differ only after a variable part, such as a
// list and its feeds.
func (h *handler) install(e *echo.Echo) {
	limits := newLimits()
	papers := newPaperRoutes()
	registered := map[string]bool{} // the methods of the shared routes
	for _, p := range endpoints {
		r := p.base()
		if strings.HasPrefix(r.path, paperPath) {
			if !registered[r.method] {
				registered[r.method] = true
				h.register(e, Prefix, r, "/papers/*", limits[r.limit], papers.handle(h, r.method, endpoint.serve), papers.handle(h, r.method, serveHead))
				h.gate.Admit(r.method, Prefix+"/papers/*", papers.class(r.method))
			}
			continue
		}
		if shared := sharing(r); len(shared) > 1 {
			if name := r.method + echoPath(r.path); !registered[name] {
				registered[name] = true
				h.register(e, Prefix, r, echoPath(r.path), limits[r.limit], shared.handle(h, endpoint.serve), shared.handle(h, serveHead))
				h.gate.Admit(r.method, Prefix+echoPath(r.path), shared.class)
			}
			continue
		}
		h.register(e, Prefix, r, echoPath(r.path), limits[r.limit], p.serve(h), p.serveHead(h))
		if slices.Contains(probes, r.path) {
			h.register(e, "", r, r.path, limits[r.limit], p.serve(h), p.serveHead(h))
		}
	}
	e.OPTIONS(Prefix+"/papers/*", papers.options, h.gate.Guard(access.Nothing, ""))
}

func serveHead(p endpoint, h *handler) echo.HandlerFunc {
	if head := p.serveHead(h); head != nil {
		return head
	}
	return p.serve(h)
}

func (h *handler) register(e *echo.Echo, prefix string, r *row, path string, limits []echo.MiddlewareFunc, handle, head echo.HandlerFunc) {
	need := r.need
	if r.forMakers {
		need = NeedToMakeLists(h.ListPolicy)
	}
	before := []echo.MiddlewareFunc{h.gate.Guard(need, r.action)}
	if strings.HasPrefix(r.path, "/lists") {
		before = []echo.MiddlewareFunc{private, before[0], h.keepsLists}
	}
	if r.namesLists {
		before = append(before, h.keepsNamedLists)
	}
	before = append(before, limits...)
	e.Add(r.method, prefix+path, handle, before...)
	if r.method == http.MethodGet {
		if head == nil {
			head = handle
		}
		e.HEAD(prefix+path, head, before...)
	}
	h.gate.Admit(r.method, prefix+path, func(echo.Context) guard.Class { return r.class })
}

// echoPath returns a path of the table in the syntax of Echo, in which a variable part is all of a
// segment: what follows it is left out.
func echoPath(path string) string {
	if end := strings.LastIndexByte(path, '}'); end >= 0 && strings.HasPrefix(path[end:], "}.") {
		path = path[:end+1]
	}
	return strings.NewReplacer("{keyId}", ":id", "{", ":", "}", "").Replace(path)
}

// NeighbourhoodSuffix follows a paper's path in the address of its neighbourhood, in the API and
// on the pages.
const NeighbourhoodSuffix = "/neighbourhood"

// pattern returns an expression that matches the escaped addresses of a path of the table.
func pattern(path string) *regexp.Regexp {
	expression := regexp.QuoteMeta(path)
	for _, part := range []struct{ name, is string }{{"id", `(.*)`}, {"number", `(\d{1,9})`}, {"key", `([^/]*)`}, {"keyId", `([^/]*)`}, {"day", `([^/]*)`}, {"week", `([^/]*)`}, {"month", `([^/]*)`}, {"author", `([^/]*)`}, {"venue", `([^/]*)`}, {"category", `([^/]*)`}} {
		expression = strings.ReplaceAll(expression, regexp.QuoteMeta("{"+part.name+"}"), part.is)
	}
	return regexp.MustCompile("^" + expression + "$")
}

// addressOf returns the escaped address of a request, below Prefix.
func addressOf(c echo.Context) string {
	return strings.TrimPrefix(c.Request().URL.EscapedPath(), Prefix)
}

// pathValues returns the variable parts of a request's address, unescaped.
func (r *row) pathValues(c echo.Context) ([]string, error) {
	found := r.shape.FindStringSubmatch(addressOf(c))
	if found == nil {
		return nil, echo.ErrNotFound
	}
	values := found[1:]
	for i, v := range values {
		raw, err := url.PathUnescape(v)
		if err != nil {
			return nil, fault.New(fault.InvalidID, "", "the address is not encoded correctly")
		}
		values[i] = raw
	}
	return values, nil
}
