// Package fault defines the errors that use cases return for requests that they cannot fulfil. Each
// has a code that programs can rely on and a message for people.
//
// The package knows nothing of HTTP. A table in package api maps codes to statuses.
package fault

import (
	"fmt"
	"strings"
	"time"

	"paperboy/data"
	"paperboy/data/text"
)

// Code names a kind of fault. Codes are stable: clients decide by them.
type Code string

// Every code. Package api has the status and the title of each.
const (
	UnknownParameter     Code = "unknown_parameter"
	RepeatedParameter    Code = "repeated_parameter"
	MissingParameter     Code = "missing_parameter"
	Contradiction        Code = "contradiction"
	InvalidDate          Code = "invalid_date"
	InvalidNumber        Code = "invalid_number"
	InvalidValue         Code = "invalid_value"
	InvalidID            Code = "invalid_id"
	InvalidEncoding      Code = "invalid_encoding"
	InvalidJSON          Code = "invalid_json"
	InvalidPaper         Code = "invalid_paper"
	InvalidCursor        Code = "invalid_cursor"
	CursorMismatch       Code = "cursor_mismatch"
	OutOfRange           Code = "out_of_range"
	TooLong              Code = "too_long"
	TooComplex           Code = "too_complex"
	NotUnderstood        Code = "not_understood"
	TooManyValues        Code = "too_many_values"
	TooManyPapers        Code = "too_many_papers"
	UnsupportedFormat    Code = "unsupported_format"
	NothingToCompare     Code = "nothing_to_compare"
	ListFull             Code = "list_full"
	InvalidFeed          Code = "invalid_feed"
	AllRejected          Code = "all_rejected"
	IncompleteBody       Code = "incomplete_body"
	Unauthorized         Code = "unauthorized"
	UnknownKey           Code = "unknown_key"
	ExpiredKey           Code = "expired_key"
	RevokedKey           Code = "revoked_key"
	RotatedKey           Code = "rotated_key"
	Forbidden            Code = "forbidden"
	TooManyLists         Code = "too_many_lists"
	TooManyFeeds         Code = "too_many_feeds"
	TooManyKeys          Code = "too_many_keys"
	TooManySubscriptions Code = "too_many_subscriptions"
	NotFound             Code = "not_found"
	NoSuchRoute          Code = "no_such_route"
	MethodNotAllowed     Code = "method_not_allowed"
	CannotUndo           Code = "cannot_undo"
	KeyIsRevoked         Code = "key_is_revoked"
	BodyTooLarge         Code = "body_too_large"
	UnsupportedMediaType Code = "unsupported_media_type"
	UnknownHost          Code = "unknown_host"
	QueryTooExpensive    Code = "query_too_expensive"
	RateLimited          Code = "rate_limited"
	Cancelled            Code = "cancelled"
	Internal             Code = "internal"
	Damaged              Code = "damaged"
	Busy                 Code = "busy"
	IndexDamaged         Code = "index_damaged"
	NotReady             Code = "not_ready"
	Timeout              Code = "timeout"
	Unavailable          Code = "unavailable"
	ReadOnly             Code = "read_only"
	Replaced             Code = "replaced"
	DiskFull             Code = "disk_full"
)

// Error is a fault. Use [errors.AsType] to find one in an error.
type Error struct {
	Code Code
	// Param is the parameter, or the field of a paper, that has to change; it may be empty.
	Param string
	// Message is for people: one sentence, without a capital or a full stop.
	Message string
	// RetryAfter is how long to wait before trying again; 0 where that is unknown.
	RetryAfter time.Duration
	// Cause is what went wrong inside. It is for the log, not for the caller.
	Cause error
}

// New returns a fault whose message is formatted as by [fmt.Sprintf].
func New(code Code, param, format string, args ...any) *Error {
	return &Error{Code: code, Param: param, Message: fmt.Sprintf(format, args...)}
}

// NoPaper is the fault of an id that no paper has.
func NoPaper(id data.ID) *Error {
	return New(NotFound, "", "no paper here has the id %s", Clip(string(id)))
}

func (e *Error) Error() string { return e.Message }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Quote puts a parameter and its value, shortened by [Clip], before the message.
func (e *Error) Quote(param, value string) *Error {
	e.Message = fmt.Sprintf("%s=%s: %s", param, Clip(value), e.Message)
	return e
}

// Clip makes what a caller sent fit for a message: valid UTF-8 of at most 40 characters.
func Clip(s string) string {
	return text.Clip(strings.ToValidUTF8(s, "\uFFFD"))
}
