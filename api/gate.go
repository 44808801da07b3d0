package api

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api/access"
	"paperboy/api/fault"
	"paperboy/data/audit"
)

// Gate stands before every route, those of the API and those of the pages: it finds out who
// asks, refuses who may not, and records what was changed. Install makes one.
type Gate struct {
	Access *access.Access
	// Audit takes what was changed; nil: nothing does.
	Audit  *audit.Log
	Logger *slog.Logger
	// BaseURL is that of HTTPOptions.
	BaseURL string
	// countFailure counts a wrong secret by the code of its problem; nil: nobody does.
	countFailure func(code string)
	// classes are the routes that are admitted in turn, by method and path.
	classes map[string]func(echo.Context) Class
}

// TokenHeader carries a key where a proxy needs Authorization for itself.
const TokenHeader = "X-Paperboy-Token"

// sessionCookie carries the session of a browser that has signed in.
const sessionCookie = "paperboy_session"

// whyAnonymous keeps in an echo.Context the error of a secret that was shown and is wrong.
const whyAnonymous = "paperboy.whyAnonymous"

// identify puts the caller into the request's context. A wrong secret makes nobody of a
// caller; it is an error only where a route needs one, so that the header of somebody else's
// proxy does not keep people from reading.
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

// secretOf is the secret in a request's headers, "" for none.
func secretOf(r *http.Request) string {
	if secret := programsSecret(r); secret != "" {
		return secret
	}
	// Feed readers know passwords only. One that is no API key is a proxy's.
	if _, password, ok := r.BasicAuth(); ok && strings.HasPrefix(password, access.SecretPrefix) {
		return password
	}
	return ""
}

// programsSecret is the secret in a header that no browser adds by itself, "" for none.
func programsSecret(r *http.Request) string {
	if scheme, secret, ok := strings.Cut(r.Header.Get(echo.HeaderAuthorization), " "); ok && strings.EqualFold(scheme, "bearer") {
		return strings.TrimSpace(secret)
	}
	return strings.TrimSpace(r.Header.Get(TokenHeader))
}

// Caller is who sends a request.
func Caller(c echo.Context) access.Caller { return access.From(c.Request().Context()) }

// Guard lets through who may do what needs need. Where the route changes something, or may be
// used by an administrator alone, action is its name in the audit log: whatever a known caller
// does there is recorded, and what an anonymous one changes. Anonymous requests that change
// nothing are in the request log alone, so that nobody can fill a disk with them.
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

// failed logs a wrong secret, on a line that fail2ban and its like can rely on.
func (g *Gate) failed(c echo.Context, why error) {
	code := string(ProblemOf(why).Code)
	if g.countFailure != nil {
		g.countFailure(code)
	}
	g.Logger.Warn("authentication failed", "client", c.RealIP(), "reason", code, "path", withoutKeys(c.Request().URL.Path),
		"request_id", c.Response().Header().Get(echo.HeaderXRequestID))
}

// record writes what a request did to the audit log.
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

// ShowSecret makes the caller whose secret was typed into a form the caller of its request.
// The error says that the secret is wrong or does not allow what needs need.
func (g *Gate) ShowSecret(c echo.Context, secret string, need access.Need) error {
	caller, err := g.Access.Authenticate(secret)
	g.identified(c)(caller, err)
	if err != nil {
		g.failed(c, err)
		return err
	}
	return g.Access.Allow(caller, need)
}

// SignIn starts the session of the caller of a request, which ShowSecret has made known.
func (g *Gate) SignIn(c echo.Context) {
	session, expires := g.Access.NewSession(Caller(c))
	g.setSession(c, session, expires)
}

// SignOut ends a session, in this browser.
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

// ChallengeHeaders sets the headers that belong to a problem.
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

// fromOtherSites refuses changes that a page of another site asks a browser for. A program
// that shows its secret in a header of its own is no such page: a browser adds none by itself.
func (g *Gate) fromOtherSites(next echo.HandlerFunc) echo.HandlerFunc {
	sameOrigin := sameOrigin(g.BaseURL)
	return func(c echo.Context) error {
		if programsSecret(c.Request()) == "" && sameOrigin.Check(c.Request()) != nil {
			return fault.New(fault.Forbidden, "", "a page of another site cannot do this")
		}
		return next(c)
	}
}
