package web

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/api/guard"
)

// signInPage asks for an API key, or says who is signed in.
type signInPage struct {
	frame
	// Caller describes who is signed in; empty for nobody.
	Caller  string
	Problem string
	// Next is the address to go to after signing in.
	Next string
	// Again is true if the browser may have a session that it did not send, because a link on
	// another site led here. The page then reloads itself once.
	Again bool
}

func (s *site) newSignInPage(c echo.Context, next string) signInPage {
	page := signInPage{frame: s.frame("sign-in", ""), Next: next}
	if caller := guard.Caller(c); caller.Known() {
		page.Caller = describeCaller(caller)
	} else {
		page.Closed = s.options.Gate.Access.ReadsNeedKey()
	}
	return page
}

func describeCaller(c access.Caller) string {
	if c.Kind == access.Token {
		return "this server’s token"
	}
	return "the API key “" + c.Name + "”"
}

// signIn answers GET /sign-in.
func (s *site) signIn(c echo.Context) error {
	return s.render(c, http.StatusOK, "sign-in", s.newSignInPage(c, localURL(c.QueryParam("next"))))
}

// askToSignIn answers a GET of another page, at its own address.
func (s *site) askToSignIn(c echo.Context, why error) error {
	r := c.Request()
	page := s.newSignInPage(c, localURL(r.URL.RequestURI()))
	page.Closed = s.options.Gate.Access.ReadsNeedKey()
	page.Again = r.Header.Get("Sec-Fetch-Site") == "cross-site" && r.Header.Get("Cookie") == ""
	if !errors.Is(why, access.ErrNoSecret) {
		page.Problem = "You are no longer signed in. " + secretProblem(why, "may read here")
	}
	return s.render(c, http.StatusUnauthorized, "sign-in", page)
}

// checkSignIn answers POST /sign-in.
func (s *site) checkSignIn(c echo.Context) error {
	form, err := s.readForm(c)
	if err != nil {
		return err
	}
	next := localURL(form.Get("next"))
	if err := s.options.Gate.ShowSecret(c, form.Get("secret"), access.Read); err != nil {
		page := s.newSignInPage(c, next)
		page.Caller, page.Closed = "", s.options.Gate.Access.ReadsNeedKey()
		page.Problem = secretProblem(err, "may read here")
		problem := api.ProblemOf(err)
		api.ChallengeHeaders(c.Response().Header(), problem)
		return s.render(c, problem.Status, "sign-in", page)
	}
	s.options.Gate.SignIn(c)
	return c.Redirect(http.StatusSeeOther, next)
}

// signOut answers POST /sign-out.
func (s *site) signOut(c echo.Context) error {
	s.options.Gate.SignOut(c)
	return c.Redirect(http.StatusSeeOther, "/sign-in?"+url.Values{"next": {"/"}}.Encode())
}
