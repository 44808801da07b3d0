// Package guard stands before every route, of the API and of the pages. [Gate] says who calls and
// may do what, and when it is the request's turn. [Hosts], [TrustProxies] and the checks of origins
// say where a request comes from. The package knows no endpoint and no page: a route states its
// need and its class.
package guard

import (
	"errors"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api/access"
	"paperboy/api/fair"
	"paperboy/api/fault"
	"paperboy/data/audit"
)

// Gate guards every route, of the API and of the pages: it identifies the caller, refuses callers
// without permission, lets the others take turns, and records changes in the audit log. Make one
// with New.
type Gate struct {
	Options
	admission *admission
	// classes has the class of each admitted route, by method and path.
	classes map[string]func(echo.Context) Class
}

// Options configure a Gate.
type Options struct {
	Access *access.Access
	// Audit records changes. If nil, they are not recorded.
	Audit *audit.Log
	// Logger gets wrong secrets. If nil, they are not logged.
	Logger *slog.Logger
	// BaseURL is the public address of the server; empty: that of each request.
	BaseURL string
	// SecretPath begins the paths of changes that a page of another site may ask for, because they
	// end in a secret.
	SecretPath string
	// Rate limits the requests of each client. The zero value means no limit.
	Rate fair.Rate
	// Queue shares the server among clients. If nil, it is a queue for the processors of this
	// machine.
	Queue *fair.Queue
	// Now is the clock. If nil, it is time.Now.
	Now func() time.Time
	// Explain returns the status of the answer to an error, and its code.
	Explain func(error) (status int, code fault.Code)
	// CountFailure counts a wrong secret by the code of its error; may be nil.
	CountFailure func(fault.Code)
}

// New makes a Gate.
func New(o Options) *Gate {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.CountFailure == nil {
		o.CountFailure = func(fault.Code) {}
	}
	return &Gate{Options: o, admission: newAdmission(o), classes: map[string]func(echo.Context) Class{}}
}

// TokenHeader carries a key if a proxy uses Authorization itself.
const TokenHeader = "X-Paperboy-Token"

// sessionCookie is the cookie with the session of a signed-in browser.
const sessionCookie = "paperboy_session"

// whyAnonymous is the key in an echo.Context of the error of a wrong secret.
const whyAnonymous = "paperboy.whyAnonymous"

// Identify puts the caller into the request's context. A caller with a wrong secret is anonymous.
// That is an error only on a route that needs a secret, so that an Authorization header meant for
// a proxy does not keep people from reading.
func (g *Gate) Identify(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if g.Access.ReadsNeedKey() {
			c.Response().Header().Set(echo.HeaderCacheControl, "private, no-cache")
		}
		if secret := secretOf(c.Request()); secret != "" {
			g.identified(c)(g.Access.Authenticate(secret))
		} else if cookie, err := c.Cookie(sessionCookie); err == nil && cookie.Value != "" {
			g.identified(c)(g.Access.Session(cookie.Value))
		}
		return next(c)
	}
}

func (g *Gate) identified(c echo.Context) func(access.Caller, error) {
	return func(caller access.Caller, err error) {
		r := c.Request()
		c.SetRequest(r.WithContext(access.With(r.Context(), caller)))
		c.Set(whyAnonymous, err)
	}
}

// secretOf returns the secret in a request's headers, "" for none.
func secretOf(r *http.Request) string {
	if secret := programsSecret(r); secret != "" {
		return secret
	}
	// Feed readers only support passwords. One that is not an API key is meant for a proxy.
	if _, password, ok := r.BasicAuth(); ok && strings.HasPrefix(password, access.SecretPrefix) {
		return password
	}
	return ""
}

// programsSecret returns the secret in a header that no browser adds by itself, "" for none.
func programsSecret(r *http.Request) string {
	if scheme, secret, ok := strings.Cut(r.Header.Get(echo.HeaderAuthorization), " "); ok && strings.EqualFold(scheme, "bearer") {
		return strings.TrimSpace(secret)
	}
	return strings.TrimSpace(r.Header.Get(TokenHeader))
}

// Caller returns the caller of a request.
func Caller(c echo.Context) access.Caller { return access.From(c.Request().Context()) }

// Guard admits callers that meet need. action is the name in the audit log of a
// route that changes something or that only an administrator may use, "" for others. Everything
// that a known caller does on such a route is recorded, and so are the changes of anonymous
// callers. Anonymous requests that change nothing appear only in the request log, so that nobody
// can fill a disk with them.
func (g *Gate) Guard(need access.Need, action audit.Action) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		if action == "" {
			return func(c echo.Context) error {
				if err := g.check(c, need); err != nil {
					return err
				}
				return next(c)
			}
		}
		return func(c echo.Context) error {
			ctx, act := audit.Begin(c.Request().Context())
			c.SetRequest(c.Request().WithContext(ctx))
			err := g.check(c, need)
			if err == nil {
				err = next(c)
			}
			g.record(c, act, action, err)
			return err
		}
	}
}

func (g *Gate) check(c echo.Context, need access.Need) error {
	err := g.Access.Allow(Caller(c), need)
	if why, _ := c.Get(whyAnonymous).(error); why != nil && errors.Is(err, access.ErrNoSecret) {
		g.failed(c, why)
		return why
	}
	return err
}

// failed logs a wrong secret, in a form that programs such as fail2ban can rely on.
func (g *Gate) failed(c echo.Context, why error) {
	_, code := g.Explain(why)
	g.CountFailure(code)
	g.Logger.Warn("authentication failed", "client", c.RealIP(), "reason", string(code), "path", WithoutKeys(c.Request().URL.Path),
		"request_id", c.Response().Header().Get(echo.HeaderXRequestID))
}

// record writes an entry about a request to the audit log.
func (g *Gate) record(c echo.Context, act *audit.Act, action audit.Action, err error) {
	caller := Caller(c)
	e := audit.Entry{
		Action: action, ActorKind: string(caller.Kind), Actor: caller.ID, ActorName: caller.Name,
		Address: c.RealIP(), RequestID: c.Response().Header().Get(echo.HeaderXRequestID),
		Status: c.Response().Status, Outcome: audit.Done,
	}
	if err != nil {
		status, code := g.Explain(err)
		e.Status, e.Outcome = status, string(code)
	}
	e, noted := act.Entry(e)
	if !caller.Known() && (!noted || err != nil) {
		return
	}
	if err := g.Audit.Write(e); err != nil {
		g.Logger.Error("audit log not written", "error", err, "action", string(e.Action), "actor", caller.String(), "request_id", e.RequestID)
	}
}

// ShowSecret identifies the caller of a request by a secret that was typed into a form. It returns
// an error if the secret is wrong or does not allow need.
func (g *Gate) ShowSecret(c echo.Context, secret string, need access.Need) error {
	caller, err := g.Access.Authenticate(secret)
	g.identified(c)(caller, err)
	if err != nil {
		g.failed(c, err)
		return err
	}
	return g.Access.Allow(caller, need)
}

// SignIn starts a session for the caller that ShowSecret has identified.
func (g *Gate) SignIn(c echo.Context) {
	session, expires := g.Access.NewSession(Caller(c))
	g.setSession(c, session, expires)
}

// SignOut ends the session of this browser.
func (g *Gate) SignOut(c echo.Context) { g.setSession(c, "", time.Unix(0, 0)) }

func (g *Gate) setSession(c echo.Context, session string, expires time.Time) {
	cookie := &http.Cookie{
		Name: sessionCookie, Value: session, Path: "/", Expires: expires,
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: strings.HasPrefix(BaseURL(c, g.BaseURL), "https://"),
	}
	if session == "" {
		cookie.MaxAge = -1
	}
	c.SetCookie(cookie)
}

// keyLike matches keys of reading lists and of links in mails, and parts of keys that were not copied in full.
var keyLike = regexp.MustCompile(`((?i:/(?:lists|subscriptions|u)/))[^/]+|[A-Z2-7]{16,}`)

// WithoutKeys returns a path with the keys of reading lists replaced.
func WithoutKeys(path string) string { return keyLike.ReplaceAllString(path, "$1…") }
