package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api/fair"
	"paperboy/api/fault"
	"paperboy/api/guard"
)

// requestID gives every answer an X-Request-Id: that of the request if it is short and plain, else
// a random one.
func requestID(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		id := c.Request().Header.Get(echo.HeaderXRequestID)
		if !isPlain(id) {
			var b [8]byte
			rand.Read(b[:])
			id = hex.EncodeToString(b[:])
		}
		c.Response().Header().Set(echo.HeaderXRequestID, id)
		return next(c)
	}
}

func isPlain(id string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."
	return id != "" && len(id) <= 64 && strings.Trim(id, letters) == ""
}

// observe logs and counts each request, and answers its error. The log has the client's address,
// the caller, and the path without keys of reading lists. It does not have the query, which may be
// private. If an answer fails after it has started, the connection is broken off, so that a part
// of it is not mistaken for the whole.
func (h *handler) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := time.Now()
		err := next(c)
		begun := c.Response().Committed
		if err != nil && !begun {
			c.Error(err)
		}
		r, status, took := c.Request(), c.Response().Status, time.Since(start)
		if err != nil && begun {
			if errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET) { // the caller has disconnected
				err = fmt.Errorf("%w: %w", context.Canceled, err)
			}
			status = ProblemOf(err).Status
		}
		h.metrics.Request(r.Method, c.Path(), status, took)
		level, attributes := slog.LevelInfo, []slog.Attr{
			slog.String("method", r.Method), slog.String("path", guard.WithoutKeys(r.URL.Path)), slog.Int("status", status),
			slog.Float64("ms", float64(took.Microseconds())/1000), slog.Int64("bytes", c.Response().Size),
			slog.String("client", c.RealIP()), slog.String("actor", guard.Caller(c).String()),
			slog.String("request_id", c.Response().Header().Get(echo.HeaderXRequestID)),
		}
		if err != nil {
			attributes = append(attributes, slog.String("code", string(ProblemOf(err).Code)))
		}
		if err != nil && status >= 500 {
			level = slog.LevelError
			attributes = append(attributes, slog.String("error", describe(err)))
		}
		h.Logger.LogAttrs(context.WithoutCancel(r.Context()), level, "request", attributes...)
		if err != nil && begun {
			panic(http.ErrAbortHandler)
		}
		return nil
	}
}

// describe returns the text of err for the log: for a Problem, that of its cause.
func describe(err error) string {
	if p := ProblemOf(err); p.cause != nil {
		return p.cause.Error()
	}
	return err.Error()
}

// recover turns a panic into an error. Its stack trace appears only in the log.
func (h *handler) recover(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			switch r := recover(); r {
			case nil:
			case http.ErrAbortHandler:
				panic(r)
			default:
				err = fmt.Errorf("panic: %v", r)
				h.Logger.Error("panic", "request_id", c.Response().Header().Get(echo.HeaderXRequestID), "error", err, "stack", string(debug.Stack()))
			}
		}()
		return next(c)
	}
}

// secure sets the security headers of every answer. A page adds its own Content-Security-Policy.
func secure(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		header := c.Response().Header()
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "same-origin")
		header.Set("X-Frame-Options", "DENY")
		if isAPI(c) {
			header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		}
		return next(c)
	}
}

// cors allows pages of other hosts to read.
func cors(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		header, method := c.Response().Header(), c.Request().Method
		if !isAPI(c) || method != http.MethodGet && method != http.MethodHead && method != http.MethodOptions {
			return next(c)
		}
		header.Set("Access-Control-Allow-Origin", "*")
		header.Set("Access-Control-Expose-Headers", "X-Request-Id, Retry-After, ETag, "+totalHeader)
		if method == http.MethodOptions && c.Request().Header.Get("Access-Control-Request-Method") != "" {
			header.Set("Access-Control-Allow-Methods", "GET, HEAD")
			header.Set("Access-Control-Allow-Headers", "X-Request-Id, Authorization, "+guard.TokenHeader)
			header.Set("Access-Control-Max-Age", "86400")
			return c.NoContent(http.StatusNoContent)
		}
		return next(c)
	}
}

func isAPI(c echo.Context) bool { return IsAPI(c.Request().URL.Path) }

// IsAPI reports whether a path is for programs, so that its errors are JSON.
func IsAPI(path string) bool { return strings.HasPrefix(path, "/api/") || isProbe(path) }

// isProbe reports whether a path is one of probes, at the root or below Prefix.
func isProbe(path string) bool { return slices.Contains(probes, strings.TrimPrefix(path, Prefix)) }

// probes answer at the root as well as below Prefix, because orchestrators look there.
var probes = []string{"/healthz", "/readyz", "/metrics"}

// deadline limits the time of the work for one request.
func deadline(d time.Duration) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			ctx, cancel := context.WithTimeout(c.Request().Context(), d)
			defer cancel()
			c.SetRequest(c.Request().WithContext(ctx))
			return next(c)
		}
	}
}

// atMost lets n requests run at once. Others wait for up to patience.
func atMost(n int, patience time.Duration) echo.MiddlewareFunc {
	slots := make(chan struct{}, n)
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if err := fair.Reserve(c.Request().Context(), slots, patience, "requests of this kind"); err != nil {
				return err
			}
			defer func() { <-slots }()
			return next(c)
		}
	}
}

// checkHost refuses requests that are addressed to another host. Health checks and metrics pass:
// orchestrators often use their own names for a server, and the answers hold no secrets.
func (h *handler) checkHost(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if !isProbe(c.Request().URL.Path) && !h.Hosts.Accept(c.Request()) {
			return fault.New(fault.UnknownHost, "", "this server does not know itself by the host name in the address: start it with --base-url https://NAME, or with --host NAME, for the name that people use")
		}
		return next(c)
	}
}
