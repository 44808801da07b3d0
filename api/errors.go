package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api/access"
	"paperboy/api/fault"
	"paperboy/api/guard"
	"paperboy/api/library"
	"paperboy/api/transfer"
	"paperboy/data"
	"paperboy/data/store"
	"paperboy/index"
	"paperboy/recommend"
)

// Problem is an error in the form that HTTP has for it (RFC 9457), made from a [fault.Error]. Code
// is stable; Detail is for people. Package client returns a Problem for every error of a server.
type Problem struct {
	Type   string     `json:"type"`
	Title  string     `json:"title"`
	Status int        `json:"status"`
	Detail string     `json:"detail"`
	Code   fault.Code `json:"code"`
	// Param is the parameter, or the field of a paper, that caused the error.
	Param string `json:"param,omitempty"`
	// Rejected are the rejected papers of all_rejected and body_too_large.
	Rejected []data.Rejection `json:"rejected,omitempty"`
	// RequestID identifies the request in the server's log.
	RequestID string `json:"request_id,omitempty"`
	// RetryAfter is how long to wait before trying again; 0 if unknown.
	RetryAfter time.Duration `json:"-"`
	cause      error
}

func (p *Problem) Error() string { return p.Detail }

// Unwrap returns the error that the problem was made from; for a problem that a client received, a
// fault.
func (p *Problem) Unwrap() error {
	if p.cause != nil {
		return p.cause
	}
	return &fault.Error{Code: p.Code, Param: p.Param, Message: p.Detail, RetryAfter: p.RetryAfter}
}

// statusCancelled is the status in the log of a request whose caller has disconnected (nginx's
// 499). Nobody reads the answer.
const statusCancelled = 499

// statuses has the status and the title of every code. It is the only place that maps codes to
// HTTP.
var statuses = []struct {
	code   fault.Code
	status int
	title  string
}{
	{fault.UnknownParameter, 400, "Unknown parameter"},
	{fault.RepeatedParameter, 400, "Parameter given more than once"},
	{fault.MissingParameter, 400, "Missing parameter"},
	{fault.Contradiction, 400, "Parameters contradict each other"},
	{fault.InvalidDate, 400, "Invalid date"},
	{fault.InvalidNumber, 400, "Invalid number"},
	{fault.InvalidValue, 400, "Invalid value"},
	{fault.InvalidID, 400, "Invalid id"},
	{fault.InvalidEncoding, 400, "Invalid encoding"},
	{fault.InvalidJSON, 400, "Invalid JSON"},
	{fault.InvalidPaper, 400, "Invalid paper"},
	{fault.InvalidCursor, 400, "Invalid cursor"},
	{fault.CursorMismatch, 400, "Cursor of another search"},
	{fault.OutOfRange, 400, "Number out of range"},
	{fault.TooLong, 400, "Value too long"},
	{fault.TooComplex, 400, "Query too complex"},
	{fault.NotUnderstood, 400, "Query not fully understood"},
	{fault.TooManyValues, 400, "Too many values"},
	{fault.TooManyPapers, 400, "Too many papers found"},
	{fault.UnsupportedFormat, 400, "Unsupported format"},
	{fault.NothingToCompare, 400, "Nothing to compare"},
	{fault.ListFull, 400, "Reading list full"},
	{fault.InvalidFeed, 400, "Invalid feed"},
	{fault.AllRejected, 400, "All papers rejected"},
	{fault.IncompleteBody, 400, "Incomplete body"},
	{fault.Unauthorized, 401, "API key required"},
	{fault.UnknownKey, 401, "Unknown API key"},
	{fault.ExpiredKey, 401, "API key expired"},
	{fault.RevokedKey, 401, "API key revoked"},
	{fault.RotatedKey, 401, "API key rotated"},
	{fault.Forbidden, 403, "Not allowed"},
	{fault.TooManyLists, 403, "Too many reading lists"},
	{fault.TooManyFeeds, 403, "Too many feeds"},
	{fault.TooManyKeys, 403, "Too many API keys"},
	{fault.TooManySubscriptions, 403, "Too many subscriptions"},
	{fault.NotFound, 404, "Not found"},
	{fault.NoSuchRoute, 404, "No such address"},
	{fault.MethodNotAllowed, 405, "Method not allowed"},
	{fault.CannotUndo, 409, "Cannot be undone"},
	{fault.KeyIsRevoked, 409, "API key is revoked"},
	{fault.BodyTooLarge, 413, "Body too large"},
	{fault.UnsupportedMediaType, 415, "Unsupported content type"},
	{fault.UnknownHost, 421, "Unknown host"},
	{fault.QueryTooExpensive, 422, "Query too expensive"},
	{fault.RateLimited, 429, "Too many requests"},
	{fault.Cancelled, statusCancelled, "Request cancelled"},
	{fault.Internal, 500, "Internal error"},
	{fault.Damaged, 500, "Record damaged"},
	{fault.Busy, 503, "Busy"},
	{fault.IndexDamaged, 503, "Index damaged"},
	{fault.NotReady, 503, "Not ready"},
	{fault.Timeout, 503, "Took too long"},
	{fault.Unavailable, 503, "Shutting down"},
	{fault.ReadOnly, 503, "Cannot be written to"},
	{fault.Replaced, 503, "Store replaced"},
	{fault.DiskFull, 507, "Disk full"},
}

// newProblem makes a Problem from a fault.
func newProblem(f *fault.Error) *Problem {
	for _, row := range statuses {
		if row.code == f.Code {
			return &Problem{
				Type: Prefix + "/docs#" + string(f.Code), Title: row.title, Status: row.status,
				Detail: f.Message, Code: f.Code, Param: f.Param, RetryAfter: f.RetryAfter, cause: f.Cause,
			}
		}
	}
	panic("api: a fault without a status: " + string(f.Code))
}

// errorCodes has the code of each error of the inner packages. The first match counts.
var errorCodes = []struct {
	is   error
	code fault.Code
}{
	{context.Canceled, fault.Cancelled},
	{context.DeadlineExceeded, fault.Timeout},
	{store.ErrDiskFull, fault.DiskFull},
	{store.ErrReadOnly, fault.ReadOnly},
	{store.ErrReplaced, fault.Replaced},
	{store.ErrUnreadable, fault.Damaged},
	{store.ErrDamaged, fault.Damaged},
	{store.ErrNotFound, fault.NotFound},
	{store.ErrNoList, fault.NotFound},
	{store.ErrNoMerge, fault.NotFound},
	{store.ErrInseparable, fault.CannotUndo},
	{store.ErrOnePaper, fault.Contradiction},
	{store.ErrListFull, fault.ListFull},
	{store.ErrTooManyLists, fault.TooManyLists},
	{store.ErrListTooLarge, fault.ListFull},
	{store.ErrListsTooLarge, fault.TooManyLists},
	{store.ErrTooManyFeeds, fault.TooManyFeeds},
	{store.ErrFeed, fault.InvalidFeed},
	{store.ErrNoKey, fault.NotFound},
	{store.ErrKeyRevoked, fault.KeyIsRevoked},
	{store.ErrTooManyKeys, fault.TooManyKeys},
	{store.ErrNoSubscription, fault.NotFound},
	{store.ErrTooManySubscriptions, fault.TooManySubscriptions},
	{store.ErrTooManySubscribed, fault.TooManySubscriptions},
	{store.ErrSubscription, fault.TooLong},
	{access.ErrNoSecret, fault.Unauthorized},
	{access.ErrUnknown, fault.UnknownKey},
	{access.ErrExpired, fault.ExpiredKey},
	{access.ErrRevoked, fault.RevokedKey},
	{access.ErrRotated, fault.RotatedKey},
	{data.ErrInvalidID, fault.InvalidID},
	{data.ErrInvalidDate, fault.InvalidDate},
	{recommend.ErrNothingAsked, fault.NothingToCompare},
	{recommend.ErrNoTerms, fault.NothingToCompare},
	{recommend.ErrTooMuch, fault.TooLong},
	{recommend.ErrContradiction, fault.Contradiction},
	{recommend.ErrSamePaper, fault.Contradiction},
	{recommend.ErrBoost, fault.OutOfRange},
	{recommend.ErrVariety, fault.OutOfRange},
	{index.ErrTooCostly, fault.QueryTooExpensive},
	{index.ErrClosed, fault.Unavailable},
}

// ProblemOf returns the Problem that reports err to a caller, of the API or of a page. An error
// without a code is an internal error, whose text appears only in the log.
func ProblemOf(err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	if f, ok := errors.AsType[*fault.Error](err); ok {
		p := newProblem(f)
		if rejected, ok := errors.AsType[*library.RejectedError](err); ok {
			p.Rejected = rejected.Rejected
		}
		return p
	}
	p := newProblem(faultOf(err))
	p.cause = err
	return p
}

// StatusOf returns the status and the code of the answer to an error.
func StatusOf(err error) (int, fault.Code) {
	p := ProblemOf(err)
	return p.Status, p.Code
}

// tooExpensive returns a fault that names the part of a query to leave out.
func tooExpensive(e *index.TooCostlyError) *fault.Error {
	if e.Part == "" {
		return fault.New(fault.QueryTooExpensive, "", "this takes too much work: ask for less at once")
	}
	return fault.New(fault.QueryTooExpensive, "q", "this query takes too much work: leave out %s, or search for rarer words", fault.Clip(e.Part))
}

// faultOf makes a fault from an error of the inner packages.
func faultOf(err error) *fault.Error {
	if costly, ok := errors.AsType[*index.TooCostlyError](err); ok {
		return tooExpensive(costly)
	}
	switch { // the texts of these errors name files
	case errors.Is(err, index.ErrDamaged):
		return fault.New(fault.IndexDamaged, "", "a part of the index that this search needs is damaged and will be rebuilt; searches for words without quotation marks or hyphens still work")
	case errors.Is(err, index.ErrDiskFull):
		return fault.New(fault.DiskFull, "", "the disk of the index is full")
	}
	for _, row := range errorCodes {
		if errors.Is(err, row.is) {
			return fault.New(row.code, "", "%s", err)
		}
	}
	if field, ok := errors.AsType[*data.FieldError](err); ok {
		return fault.New(fault.InvalidPaper, field.Field, "%s", field)
	}
	if field, ok := errors.AsType[*access.FieldError](err); ok {
		return fault.New(fault.InvalidValue, field.Field, "%s", field)
	}
	if lacks, ok := errors.AsType[*access.ScopeError](err); ok {
		return fault.New(fault.Forbidden, "", "%s", lacks)
	}
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fault.New(fault.BodyTooLarge, "", "the body is larger than %d bytes", tooLarge.Limit)
	}
	if h, ok := errors.AsType[*echo.HTTPError](err); ok {
		switch h.Code {
		case http.StatusNotFound:
			return fault.New(fault.NoSuchRoute, "", "there is nothing at this address")
		case http.StatusMethodNotAllowed:
			return fault.New(fault.MethodNotAllowed, "", "this address does not take that method")
		case http.StatusRequestEntityTooLarge:
			return fault.New(fault.BodyTooLarge, "", "the body is too large")
		}
	}
	return fault.New(fault.Internal, "", "something went wrong inside; the log has more under the request's id")
}

// writeProblem is the HTTPErrorHandler: it answers with the Problem of an error.
func (h *handler) writeProblem(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	problem := *ProblemOf(err)
	header := c.Response().Header()
	problem.RequestID = header.Get(echo.HeaderXRequestID)
	header.Del(echo.HeaderContentDisposition)
	if problem.RetryAfter > 0 {
		guard.RetryAfter(c, problem.RetryAfter)
	}
	ChallengeHeaders(header, &problem)
	body, err := transfer.Marshal(problem)
	if err == nil {
		err = c.Blob(problem.Status, "application/problem+json", body)
	}
	if err != nil {
		h.Logger.Debug("problem not sent", "request_id", problem.RequestID, "error", err)
	}
}

// ChallengeHeaders sets the headers that a problem needs: WWW-Authenticate or Retry-After.
func ChallengeHeaders(header http.Header, p *Problem) {
	switch p.Status {
	case http.StatusUnauthorized:
		challenge := `Bearer realm="Paperboy"`
		if p.Code != "unauthorized" {
			challenge += `, error="invalid_token"`
		}
		header.Set(echo.HeaderWWWAuthenticate, challenge)
	case http.StatusServiceUnavailable:
		header.Set(echo.HeaderRetryAfter, "1")
	}
}
