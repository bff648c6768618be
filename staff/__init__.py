"""The console at /staff/, for those who work at MCH.

A page is a function in a module of its own, given to it when the console is wired:

    def add_pages(routes: Blueprint, console: Console) -> None:
        @routes.get("/case/<session_id>")
        @needs(Role.READER)
        def case(session_id: str) -> str:
            console.audit(Action.CASE_SEEN, session_id)
            case = read_case(console.archive, session_id)
            return render_template("staff/case/case.html", case=case)

* `needs(role)` stands below the route and says who may come in; a view that says nothing is
  closed to everybody. With `polled=True` a page that a script asks for again and again keeps nobody
  signed in, and problems come as JSON.
* `console` holds what pages need: `archive`, `desk`, `settings`, `clock()`. `console.person()` is
  who is signed in, `console.actor()` the same for use cases that write to the audit log in a
  transaction of their own, and `console.audit(action, target, **detail)` appends one row by itself.
  A new kind of fact is a line in `bot.audit.Action`.
* Modules are listed in `staff.register_pages.PAGES`, what stands in the navigation in
  `staff.nav.ENTRIES`.
* Templates extend `staff/base.html`. Its blocks: `title` (needed; also the heading), `heading`,
  `lead` (below the heading), `content`, `head`, `scripts` (`<script src=... defer>`: inline script
  and style are refused by the browser), `wide` (set to `wide` for tables). `staff/forms.html` has
  macros: `csrf()`, `field(...)`, `choice(...)`, `button(...)`.
  Every POST needs `{{ forms.csrf() }}` in its form, or the header X-CSRFToken from `<meta
  name="csrf-token">`.
* Filters: `{{ at|eastern }}` a time with its day, `{{ at|day }}` the day alone. `flash("Saved.")`
  is told on the next page; `flash("Why not.", "danger")` is a refusal.
* Errors: `abort(403)` and its kin, ArchiveAway and StoreAway become pages in plain words.
"""
