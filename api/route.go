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
	"paperboy/api/library"
)

// limit says how many requests for an endpoint are answered at once, and for how long.
type limit int

const (
	quick  limit = iota // answers within 30 seconds
	long                // may stream for as long as exportTime
	upload              // two at once, or one on a small machine
	upkeep              // one at once
	unbounded
)

// head says what a HEAD of a GET endpoint does.
type head int

const (
	likeGet    head = iota
	checksOnly      // checks the parameters, and answers with the headers
)

// exportTime is how long an export may take, however fast its reader is.
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
// since an id may have slashes in it.
func (h *handler) install(e *echo.Echo) {
	limits := newLimits()
	below := map[string][]endpoint{} // of papers, by method
	for _, p := range endpoints {
		r := p.base()
		if strings.HasPrefix(r.path, paperPath) {
			if below[r.method] == nil {
				h.register(e, Prefix, r, "/papers/*", limits[r.limit], h.belowPaper(r.method, endpoint.serve), h.belowPaper(r.method, serveHead))
			}
			below[r.method] = append(below[r.method], p)
			continue
		}
		h.register(e, Prefix, r, echoPath(r.path), limits[r.limit], p.serve(h), p.serveHead(h))
		if slices.Contains(probes, r.path) {
			h.register(e, "", r, r.path, limits[r.limit], p.serve(h), p.serveHead(h))
		}
	}
	e.OPTIONS(Prefix+"/papers/*", optionsBelowPapers, h.gate.Guard(access.Nothing, ""))
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
	before = append(before, limits...)
	e.Add(r.method, prefix+path, handle, before...)
	if r.method == http.MethodGet {
		if head == nil {
			head = handle
		}
		e.HEAD(prefix+path, head, before...)
	}
	h.gate.Admit(r.method, prefix+path, classBelow(r))
}

// echoPath is a path of the table as Echo spells it.
func echoPath(path string) string {
	return strings.NewReplacer("{keyId}", ":id", "{", ":", "}", "").Replace(path)
}

// NeighbourhoodSuffix follows a paper's path, of the API and of the pages, where its neighbourhood
// is meant.
const NeighbourhoodSuffix = "/neighbourhood"

// paperPath begins the paths of a paper, and of what is below it.
const paperPath = "/papers/{id}"

// pattern matches the escaped addresses that a path of the table stands for.
func pattern(path string) *regexp.Regexp {
	expression := regexp.QuoteMeta(path)
	for _, part := range []struct{ name, is string }{{"id", `(.*)`}, {"number", `(\d{1,9})`}, {"key", `([^/]*)`}, {"keyId", `([^/]*)`}} {
		expression = strings.ReplaceAll(expression, regexp.QuoteMeta("{"+part.name+"}"), part.is)
	}
	return regexp.MustCompile("^" + expression + "$")
}

// pathOfTable is the path of the table that an escaped address under /papers/ is one of. The
// longest comes first, since a paper's id may look like any of them.
func pathOfTable(address string) string {
	best := ""
	for _, p := range endpoints {
		path := p.base().path
		if strings.HasPrefix(path, "/papers/") && len(path) > len(best) && p.base().shape.MatchString(address) {
			best = path
		}
	}
	return best
}

// addressOf returns the escaped address of a request, below prefix.
func addressOf(c echo.Context) string {
	return strings.TrimPrefix(c.Request().URL.EscapedPath(), Prefix)
}

// pathValues returns what the address of a request has in the places of a row's path, unescaped.
func (r *row) pathValues(c echo.Context) ([]string, error) {
	found := r.shape.FindStringSubmatch(addressOf(c))
	if found == nil {
		return nil, echo.ErrNotFound
	}
	values := found[1:]
	for i, v := range values {
		raw, err := url.PathUnescape(v)
		if err != nil {
			return nil, fault.New(fault.InvalidID, "", "the address is not well encoded")
		}
		values[i] = raw
	}
	return values, nil
}

// belowPaper answers requests of one method for a paper, and for what is below it.
func (h *handler) belowPaper(method string, serve func(endpoint, *handler) echo.HandlerFunc) echo.HandlerFunc {
	handlers := map[string]echo.HandlerFunc{}
	for _, p := range endpoints {
		if r := p.base(); r.method == method && strings.HasPrefix(r.path, paperPath) {
			handlers[r.path] = serve(p, h)
		}
	}
	return func(c echo.Context) error {
		path := pathOfTable(addressOf(c))
		if handle := handlers[path]; handle != nil {
			return handle(c)
		}
		c.Response().Header().Set(echo.HeaderAllow, strings.Join(methodsOf(path), ", "))
		return echo.ErrMethodNotAllowed
	}
}

// methodsOf are the methods that a path of the table has.
func methodsOf(path string) (all []string) {
	for _, p := range endpoints {
		if r := p.base(); r.path == path {
			if all = append(all, r.method); r.method == http.MethodGet {
				all = append(all, http.MethodHead)
			}
		}
	}
	return all
}

// optionsBelowPapers answers OPTIONS of an address under /papers/.
func optionsBelowPapers(c echo.Context) error {
	allowed := append([]string{http.MethodOptions}, methodsOf(pathOfTable(addressOf(c)))...)
	c.Response().Header().Set(echo.HeaderAllow, strings.Join(allowed, ", "))
	return c.NoContent(http.StatusNoContent)
}

// classBelow returns how costly requests for a route are: those below a paper have one route.
func classBelow(r *row) func(echo.Context) Class {
	if !strings.HasPrefix(r.path, paperPath) {
		return func(echo.Context) Class { return r.class }
	}
	return func(c echo.Context) Class {
		path := pathOfTable(addressOf(c))
		for _, p := range endpoints {
			if below := p.base(); below.path == path && below.method == r.method {
				return below.class
			}
		}
		return NotAdmitted
	}
}
