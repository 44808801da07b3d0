package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api/access"
	"paperboy/api/guard"
	"paperboy/api/params"
	"paperboy/api/transfer"
	"paperboy/data/audit"
)

// row is the part of an endpoint of the table that does not depend on its types.
type row struct {
	method string // a GET endpoint answers HEAD too
	// path is below Prefix, with variable parts in braces: /lists/{key}.
	path string
	need access.Need
	// action is the endpoint's name in the audit log, for changes and for what only an
	// administrator may see; "" for others.
	action audit.Action
	limit  limit
	class  guard.Class
	// head says what a HEAD does.
	head head
	// lenient endpoints ignore unknown parameters; the others refuse them.
	lenient bool
	// unhurried endpoints may work for a long time before they answer: the server's deadlines do
	// not apply.
	unhurried bool
	// status is that of an answer; 0: 200.
	status int
	// cache is the Cache-Control of an answer; may be empty.
	cache string
	// namesLists says that the query may have the keys of reading lists, in the parameter list.
	namesLists bool
	// maxBody is the maximum size in bytes of the JSON object in the body, which has the parameters
	// besides those in the path; 0: there is no such body.
	maxBody      int64
	bodyOptional bool
	// bodyIsQuery says that the object has the parameters of the query, as [valuesOfJSON] reads
	// them.
	bodyIsQuery bool
	// forMakers says that the server's ListPolicy decides what callers need, not need.
	forMakers bool

	shape *regexp.Regexp // matches the addresses that fit path

	doc
}

// doc is the text of the OpenAPI document about an endpoint.
type doc struct {
	tag, id, summary, description string
	// answer describes the answer; "": "The answer."
	answer string
	// takes and content are the schemas, by media type, of a request and an answer that are not
	// one JSON value of a known type.
	takes, content map[string]any
	headers        map[string]any
}

func (r *row) base() *row { return r }

// query reads and writes the parameters of an endpoint's query, as a params.Table does.
type query[P any] interface {
	Parse(v url.Values, strict bool) (P, []string, error)
	Values(*P) url.Values
	Docs() []params.Doc
}

// inPath is a variable part of a path.
type inPath[P any] struct {
	name string
	set  func(*P, string) error
	get  func(*P) string
}

// Call is a request for an endpoint. Path is below Prefix, and escaped.
type Call struct {
	Method, Path string
	Query        url.Values
	// Body is sent as JSON. If nil, there is no body.
	Body any
}

// endpoint is a row of any kind.
type endpoint interface {
	base() *row
	queryDocs() []params.Doc
	// types returns the types of the JSON body and of the JSON answer; nil if there is none.
	types() (body, answer reflect.Type)
	serve(*handler) echo.HandlerFunc
	// serveHead returns the handler of HEAD requests. If nil, serve answers them too.
	serveHead(*handler) echo.HandlerFunc
}

// input reads the parameters of an endpoint from its path, its query and its body.
type input[P any] struct {
	row
	query query[P]
	path  []inPath[P]
	// body returns a pointer to the part of the parameters that a JSON body has.
	body func(*P) any
}

func (in *input[P]) queryDocs() []params.Doc {
	if in.bodyIsQuery {
		return nil
	}
	return in.query.Docs()
}

// newInput returns the input of an endpoint whose JSON body, if it has one, has all parameters but
// those in the path.
func newInput[P any](r row, q query[P], path ...inPath[P]) input[P] {
	return newInputIn(r, q, func(p *P) any { return p }, path...)
}

// newInputIn is newInput for parameters of which only a part is in a JSON body.
func newInputIn[P any](r row, q query[P], body func(*P) any, path ...inPath[P]) input[P] {
	r.shape = pattern(r.path)
	return input[P]{row: r, query: q, path: path, body: body}
}

// read reads the parameters of a request.
func (in *input[P]) read(c echo.Context) (p P, err error) {
	var values []string
	if len(in.path) > 0 {
		if values, err = in.pathValues(c); err != nil {
			return p, err
		}
	}
	var scratch P
	if err := in.setPath(&scratch, values); err != nil { // an invalid id is reported before other errors
		return p, err
	}
	switch {
	case in.bodyIsQuery:
		return in.readBodyQuery(c)
	case !in.lenient:
		v, err := transfer.Query(c)
		if err != nil {
			return p, err
		}
		if p, _, err = in.query.Parse(v, true); err != nil {
			return p, err
		}
	}
	if err := in.setPath(&p, values); err != nil {
		return p, err
	}
	return p, in.readBody(c, &p)
}

func (in *input[P]) setPath(p *P, values []string) error {
	for i, part := range in.path {
		if err := part.set(p, values[i]); err != nil {
			return err
		}
	}
	return nil
}

// Call returns the request with the parameters p.
func (in *input[P]) Call(p P) Call {
	call := Call{Method: in.method, Path: in.row.path}
	for _, part := range in.path {
		call.Path = strings.Replace(call.Path, "{"+part.name+"}", url.PathEscape(part.get(&p)), 1)
	}
	switch v := in.query.Values(&p); {
	case in.bodyIsQuery:
		call.Body = v
	case in.maxBody > 0:
		call.Query, call.Body = v, in.body(&p)
	default:
		call.Query = v
	}
	return call
}

// Endpoint is an endpoint whose answer is a JSON value of the type A, made by one use case from
// the parameters P.
type Endpoint[P, A any] struct {
	input[P]
	use func(*Service, context.Context, P) (A, error)
	// before returns the error of a HEAD that a GET would refuse; may be nil.
	before func(*Service, context.Context, P) error
	// observe is called with each answer of a server; may be nil.
	observe func(*handler, *A)
	// appendJSON appends the JSON of an answer; nil: encoding/json writes it.
	appendJSON func([]byte, A) ([]byte, error)
	// split cuts parameters that are too long for one request into those of several, and join
	// adds the answer to the next request to the sum; nil if one request is enough.
	split func(P) []P
	join  func(sum *A, next A)
}

// Use calls the use case, without HTTP.
func (e *Endpoint[P, A]) Use(ctx context.Context, s *Service, p P) (A, error) {
	return e.use(s, ctx, p)
}

// Split cuts p into the parameters of requests that are short enough.
func (e *Endpoint[P, A]) Split(p P) []P {
	if e.split == nil {
		return []P{p}
	}
	return e.split(p)
}

// Join adds the answer to the next request that Split made to the sum of those before it.
func (e *Endpoint[P, A]) Join(sum *A, next A) {
	if e.join == nil {
		*sum = next
		return
	}
	e.join(sum, next)
}

func (e *Endpoint[P, A]) types() (body, answer reflect.Type) {
	if e.maxBody > 0 && !e.bodyIsQuery {
		body = reflect.TypeOf(e.body(new(P))).Elem()
	}
	return body, reflect.TypeFor[A]()
}

func (e *Endpoint[P, A]) serve(h *handler) echo.HandlerFunc {
	return func(c echo.Context) error {
		p, err := e.read(c)
		if err != nil {
			return err
		}
		if e.unhurried {
			transfer.Unhurried(c)
		}
		a, err := e.use(h.Service, c.Request().Context(), p)
		if err != nil {
			return err
		}
		if e.observe != nil {
			e.observe(h, &a)
		}
		if e.cache != "" {
			c.Response().Header().Set(echo.HeaderCacheControl, e.cache)
		}
		status := cmp.Or(e.status, http.StatusOK)
		if e.appendJSON != nil {
			return transfer.AppendedJSON(c, status, a, e.appendJSON)
		}
		return transfer.JSON(c, status, a)
	}
}

func (e *Endpoint[P, A]) serveHead(h *handler) echo.HandlerFunc {
	if e.head != checksOnly {
		return nil
	}
	return func(c echo.Context) error {
		p, err := e.read(c)
		if err == nil && e.before != nil {
			err = e.before(h.Service, c.Request().Context(), p)
		}
		if err != nil {
			return err
		}
		return transfer.AnswerHead(c, echo.MIMEApplicationJSON)
	}
}

// Attachment is an answer that is a file, written as it is made.
type Attachment struct {
	// Name is the suggested name of the file, Type its media type.
	Name, Type string
	// Papers is the number of papers in the file; nil if unknown.
	Papers *int
	Write  func(context.Context, io.Writer) error
}

// Download is an endpoint whose answer is a file.
type Download[P any] struct {
	input[P]
	// open prepares the file, so that only errors of writing come later. describe answers a HEAD:
	// it prepares the file without doing the work.
	open, describe func(*Service, context.Context, P) (Attachment, error)
}

// Use writes the file to w, without HTTP. After an error w may have received a part of it.
func (d *Download[P]) Use(ctx context.Context, s *Service, p P, w io.Writer) error {
	f, err := d.open(s, ctx, p)
	if err != nil {
		return err
	}
	return f.Write(ctx, w)
}

func (d *Download[P]) types() (body, answer reflect.Type) { return nil, nil }

func (d *Download[P]) serve(h *handler) echo.HandlerFunc {
	return func(c echo.Context) error {
		p, err := d.read(c)
		if err != nil {
			return err
		}
		if d.unhurried {
			transfer.Unhurried(c)
		}
		f, err := d.open(h.Service, c.Request().Context(), p)
		if err != nil {
			return err
		}
		f.setHeaders(c.Response().Header())
		if err := f.Write(c.Request().Context(), transfer.Patient(c.Response())); err != nil {
			return err
		}
		if !c.Response().Committed {
			c.Response().WriteHeader(http.StatusOK)
		}
		return nil
	}
}

func (d *Download[P]) serveHead(h *handler) echo.HandlerFunc {
	return func(c echo.Context) error {
		p, err := d.read(c)
		if err != nil {
			return err
		}
		f, err := d.describe(h.Service, c.Request().Context(), p)
		if err != nil {
			return err
		}
		f.setHeaders(c.Response().Header())
		return c.NoContent(http.StatusOK)
	}
}

func (f Attachment) setHeaders(header http.Header) {
	header.Set(echo.HeaderContentType, f.Type)
	header.Set(echo.HeaderContentDisposition, `attachment; filename="`+f.Name+`"`)
	if f.Papers != nil {
		header.Set(totalHeader, fmt.Sprint(*f.Papers))
	}
}

// Raw is an endpoint with its own handler, for bodies and answers that are not JSON. A is the type
// of its JSON answer, or struct{} if it has none.
type Raw[P, A any] struct {
	input[P]
	handle func(*handler, echo.Context, P) error
}

func (r *Raw[P, A]) types() (body, answer reflect.Type) {
	if t := reflect.TypeFor[A](); t != reflect.TypeFor[struct{}]() {
		return nil, t
	}
	return nil, nil
}

func (r *Raw[P, A]) serve(h *handler) echo.HandlerFunc {
	return func(c echo.Context) error {
		p, err := r.read(c)
		if err != nil {
			return err
		}
		return r.handle(h, c, p)
	}
}

func (r *Raw[P, A]) serveHead(h *handler) echo.HandlerFunc {
	if r.head != checksOnly {
		return nil
	}
	return func(c echo.Context) error {
		if _, err := r.read(c); err != nil {
			return err
		}
		for kind := range r.content {
			return transfer.AnswerHead(c, kind)
		}
		return errors.New("a HEAD of no media type")
	}
}
