package api

import (
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api/access"
	"paperboy/api/fault"
	"paperboy/data/audit"
)

// Gate guards every route, of the API and of the pages: it identifies the caller, refuses callers
// without permission, and records changes in the audit log. Install makes one.
type Gate struct {
	Access *access.Access
	// Audit records changes. If nil, they are not recorded.
	Audit  *audit.Log
	Logger *slog.Logger
	// BaseURL is as in HTTPOptions.
	BaseURL string
	// countFailure counts a wrong secret by the code of its problem; may be nil.
	countFailure func(code string)
	// classes has the class of each admitted route, by method and path.
	classes map[string]func(echo.Context) Class
}

// TokenHeader carries a key if a proxy uses Authorization itself.
const TokenHeader = "X-Paperboy-Token"

// sessionCookie is the cookie with the session of a signed-in browser.
const sessionCookie = "paperboy_session"

// whyAnonymous is the key in an echo.Context of the error of a wrong secret.
const whyAnonymous = "paperboy.whyAnonymous"

// identify puts the caller into the request's context. A caller with a wrong secret is anonymous.
// That is an error only on a route that needs a secret, so that an Authorization header meant for
// a proxy does not keep people from reading.
func (g *Gate) identify(next echo.HandlerFunc) echo.HandlerFunc {
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
	code := string(ProblemOf(why).Code)
	if g.countFailure != nil {
		g.countFailure(code)
	}
	g.Logger.Warn("authentication failed", "client", c.RealIP(), "reason", code, "path", withoutKeys(c.Request().URL.Path),
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
		problem := ProblemOf(err)
		e.Status, e.Outcome = problem.Status, string(problem.Code)
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

// fromOtherSites refuses changes that a page of another site makes a browser request. A request
// with a secret in a header comes from a program, because a browser adds none by itself. The address
// of a one-click unsubscribe is a secret that no other site has, and mail programs send the request.
func (g *Gate) fromOtherSites(next echo.HandlerFunc) echo.HandlerFunc {
	sameOrigin := sameOrigin(g.BaseURL)
	return func(c echo.Context) error {
		oneClick := strings.HasPrefix(c.Request().URL.Path, oneClickPath)
		if !oneClick && programsSecret(c.Request()) == "" && sameOrigin.Check(c.Request()) != nil {
			return fault.New(fault.Forbidden, "", "a page of another site cannot do this")
		}
		return next(c)
	}
}

// forwarded lists the headers in which proxies name their clients.
var forwarded = []string{"Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip"}

// AsksFromHere reports whether r comes from a person at this machine, as far as a request can
// show it: it comes from a loopback address, for a loopback name (a page that rebinds its own
// name to 127.0.0.1 sends that name), and through no proxy. If baseURL has the name of another
// machine, there is a proxy in front of the server, which may add no headers: the answer is false.
func AsksFromHere(r *http.Request, baseURL string) bool {
	if u, err := url.Parse(baseURL); err != nil || u.Host != "" && !isLoopback(u.Hostname()) {
		return false
	}
	for _, header := range forwarded {
		if r.Header.Get(header) != "" {
			return false
		}
	}
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && from.Addr().Unmap().IsLoopback() && isLoopback(hostname(r.Host))
}

// OwnPage reports whether r was sent by a page of this server, according to the browser. It is
// false for a program that sends neither Sec-Fetch-Site nor Origin.
func OwnPage(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" {
		return site == "same-origin"
	}
	origin, err := url.Parse(r.Header.Get("Origin"))
	return err == nil && origin.Host != "" && origin.Host == r.Host
}

// sameOrigin returns a check that refuses changes requested by a page, unless its origin is the
// server's own or that of baseURL. Programs other than browsers pass.
func sameOrigin(baseURL string) *http.CrossOriginProtection {
	protection := http.NewCrossOriginProtection()
	if u, err := url.Parse(baseURL); err == nil && u.Host != "" {
		// A proxy may have changed the host of requests. An invalid origin is not added.
		_ = protection.AddTrustedOrigin(u.Scheme + "://" + u.Host)
	}
	return protection
}
