package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api/access"
	"paperboy/data"
	"paperboy/data/store"
	"paperboy/index"
	"paperboy/recommend"
)

// Problem is an error as the caller is told it (RFC 9457), by the service as by
// package client. Code is stable; Detail is for people.
type Problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	Code   string `json:"code"`
	// Param is the parameter, or the field of a paper, that is to be mended.
	Param string `json:"param,omitempty"`
	// Rejected are the papers that all_rejected speaks of.
	Rejected []data.Rejection `json:"rejected,omitempty"`
	// RequestID finds the request in the server's log.
	RequestID string `json:"request_id,omitempty"`
	// RetryAfter is when to try again, where that is known.
	RetryAfter time.Duration `json:"-"`
	cause      error
}

func (p *Problem) Error() string { return p.Detail }
func (p *Problem) Unwrap() error { return p.cause }

// statusCancelled is what the log shows of a request whose caller went away
// (nginx's 499); nobody reads the answer.
const statusCancelled = 499

// codes is every code with its status and title.
var codes = []struct {
	code   string
	status int
	title  string
}{
	{"unknown_parameter", 400, "Unknown parameter"},
	{"repeated_parameter", 400, "Parameter given more than once"},
	{"missing_parameter", 400, "Missing parameter"},
	{"contradiction", 400, "Parameters contradict each other"},
	{"invalid_date", 400, "Invalid date"},
	{"invalid_number", 400, "Invalid number"},
	{"invalid_value", 400, "Invalid value"},
	{"invalid_id", 400, "Invalid id"},
	{"invalid_encoding", 400, "Invalid encoding"},
	{"invalid_json", 400, "Invalid JSON"},
	{"invalid_paper", 400, "Invalid paper"},
	{"invalid_cursor", 400, "Invalid cursor"},
	{"cursor_mismatch", 400, "Cursor of another search"},
	{"out_of_range", 400, "Number out of range"},
	{"too_long", 400, "Value too long"},
	{"too_complex", 400, "Query too complex"},
	{"not_understood", 400, "Query not fully understood"},
	{"too_many_values", 400, "Too many values"},
	{"too_many_papers", 400, "Too many papers found"},
	{"unsupported_format", 400, "Unsupported format"},
	{"nothing_to_compare", 400, "Nothing to compare"},
	{"list_full", 400, "Reading list full"},
	{"invalid_feed", 400, "Invalid feed"},
	{"all_rejected", 400, "All papers rejected"},
	{"incomplete_body", 400, "Incomplete body"},
	{"unauthorized", 401, "API key required"},
	{"unknown_key", 401, "Unknown API key"},
	{"expired_key", 401, "API key expired"},
	{"revoked_key", 401, "API key revoked"},
	{"rotated_key", 401, "API key rotated"},
	{"forbidden", 403, "Not allowed"},
	{"too_many_lists", 403, "Too many reading lists"},
	{"too_many_feeds", 403, "Too many feeds"},
	{"too_many_keys", 403, "Too many API keys"},
	{"not_found", 404, "Not found"},
	{"no_such_route", 404, "No such address"},
	{"method_not_allowed", 405, "Method not allowed"},
	{"cannot_undo", 409, "Cannot be undone"},
	{"key_is_revoked", 409, "API key is revoked"},
	{"body_too_large", 413, "Body too large"},
	{"unsupported_media_type", 415, "Unsupported content type"},
	{"unknown_host", 421, "Unknown host"},
	{"query_too_expensive", 422, "Query too expensive"},
	{"rate_limited", 429, "Too many requests"},
	{"cancelled", statusCancelled, "Request cancelled"},
	{"internal", 500, "Internal error"},
	{"damaged", 500, "Record damaged"},
	{"busy", 503, "Busy"},
	{"index_damaged", 503, "Index damaged"},
	{"not_ready", 503, "Not ready"},
	{"timeout", 503, "Took too long"},
	{"unavailable", 503, "Shutting down"},
	{"read_only", 503, "Cannot be written to"},
	{"replaced", 503, "Store replaced"},
	{"disk_full", 507, "Disk full"},
}

// newProblem makes a Problem of one of codes.
func newProblem(code, param, format string, args ...any) *Problem {
	for _, c := range codes {
		if c.code == code {
			return &Problem{Type: prefix + "/docs#" + code, Title: c.title, Status: c.status, Detail: fmt.Sprintf(format, args...), Code: code, Param: param}
		}
	}
	panic("api: no such problem: " + code)
}

// of names the parameter in the problem's detail, and its value.
func (p *Problem) of(param, value string) *Problem {
	p.Detail = fmt.Sprintf("%s=%s: %s", param, clip(value), p.Detail)
	return p
}

// clip makes what a caller sent fit for a message.
func clip(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// errorCodes says what each error of the inner packages is to a caller; the
// first that matches counts.
var errorCodes = []struct {
	is   error
	code string
}{
	{context.Canceled, "cancelled"},
	{context.DeadlineExceeded, "timeout"},
	{store.ErrDiskFull, "disk_full"},
	{store.ErrReadOnly, "read_only"},
	{store.ErrReplaced, "replaced"},
	{store.ErrUnreadable, "damaged"},
	{store.ErrDamaged, "damaged"},
	{store.ErrNotFound, "not_found"},
	{store.ErrNoList, "not_found"},
	{store.ErrNoMerge, "not_found"},
	{store.ErrInseparable, "cannot_undo"},
	{store.ErrOnePaper, "contradiction"},
	{store.ErrListFull, "list_full"},
	{store.ErrTooManyLists, "too_many_lists"},
	{store.ErrListTooLarge, "list_full"},
	{store.ErrListsTooLarge, "too_many_lists"},
	{store.ErrTooManyFeeds, "too_many_feeds"},
	{store.ErrFeed, "invalid_feed"},
	{store.ErrNoKey, "not_found"},
	{store.ErrKeyRevoked, "key_is_revoked"},
	{store.ErrTooManyKeys, "too_many_keys"},
	{access.ErrNoSecret, "unauthorized"},
	{access.ErrUnknown, "unknown_key"},
	{access.ErrExpired, "expired_key"},
	{access.ErrRevoked, "revoked_key"},
	{access.ErrRotated, "rotated_key"},
	{data.ErrInvalidID, "invalid_id"},
	{data.ErrInvalidDate, "invalid_date"},
	{recommend.ErrNothingAsked, "nothing_to_compare"},
	{recommend.ErrNoTerms, "nothing_to_compare"},
	{recommend.ErrTooMuch, "too_long"},
	{recommend.ErrContradiction, "contradiction"},
	{recommend.ErrSamePaper, "contradiction"},
	{recommend.ErrBoost, "out_of_range"},
	{recommend.ErrVariety, "out_of_range"},
	{index.ErrTooCostly, "query_too_expensive"},
	{index.ErrClosed, "unavailable"},
}

// ProblemOf is what a caller is told of err: its status, code and words. A page
// uses it as the API does. What went wrong inside is left to the log.
func ProblemOf(err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	p := problemOf(err)
	p.cause = err
	return p
}

// tooExpensive says which part of a query to leave out.
func tooExpensive(e *index.TooCostlyError) *Problem {
	if e.Part == "" {
		return newProblem("query_too_expensive", "", "this takes too much work: ask for less at once")
	}
	return newProblem("query_too_expensive", "q", "this query takes too much work: leave out %s, or search for rarer words", clip(e.Part))
}

func problemOf(err error) *Problem {
	if costly, ok := errors.AsType[*index.TooCostlyError](err); ok {
		return tooExpensive(costly)
	}
	switch { // their texts name files
	case errors.Is(err, index.ErrDamaged):
		return newProblem("index_damaged", "", "a part of the index that this search needs is damaged and will be rebuilt; searches for words without quotation marks or hyphens still work")
	case errors.Is(err, index.ErrDiskFull):
		return newProblem("disk_full", "", "the disk of the index is full")
	}
	for _, row := range errorCodes {
		if errors.Is(err, row.is) {
			return newProblem(row.code, "", "%s", err)
		}
	}
	if field, ok := errors.AsType[*data.FieldError](err); ok {
		return newProblem("invalid_paper", field.Field, "%s", field)
	}
	if field, ok := errors.AsType[*access.FieldError](err); ok {
		return newProblem("invalid_value", field.Field, "%s", field)
	}
	if lacks, ok := errors.AsType[*access.ScopeError](err); ok {
		return newProblem("forbidden", "", "%s", lacks)
	}
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return newProblem("body_too_large", "", "the body is larger than %d bytes", tooLarge.Limit)
	}
	if h, ok := errors.AsType[*echo.HTTPError](err); ok {
		switch h.Code {
		case http.StatusNotFound:
			return newProblem("no_such_route", "", "there is nothing at this address")
		case http.StatusMethodNotAllowed:
			return newProblem("method_not_allowed", "", "this address does not take that method")
		case http.StatusRequestEntityTooLarge:
			return newProblem("body_too_large", "", "the body is too large")
		}
	}
	return newProblem("internal", "", "something went wrong inside; the log has more under the request's id")
}
