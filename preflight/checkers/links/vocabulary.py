"""Words and hosts that the family goes by."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def phrases(text: str) -> frozenset[str]:
    """Phrases of several words, separated by commas."""
    return frozenset(phrase.strip() for phrase in text.split(",") if phrase.strip())


ADDRESSES_TO_FILL_IN = words(
    """
    link url todo tbd tba tbc xxx xxxx linkhere urlhere insertlink inserturl insertlinkhere inserturlhere
    addlink addlinkhere addurl addurlhere yourlink yourlinkhere yoururl yoururlhere placeholder linkplaceholder
    urlplaceholder placeholderlink changeme linktocome urltocome linkgoeshere urlgoeshere replaceme replacelink
    linkneeded needlink nolink ctalink buttonlink ctaurl buttonurl destinationurl targeturl fixme enterlink
    enterurl pastelinkhere pasteurlhere linktbd urltbd linktbc missinglink somelink someurl
    """
)
"""What people write where a link is still to come, letters only: ``[link]``, ``#TODO``, ``https://url-here``."""

AROUND_A_NETWORK = words(
    """
    follow us on find our page profile channel account icon logo visit join like connect with me the view see
    social media link to via group feed watch at official company handle and a in or my we're we are now here
    subscribe add chat message also too siga síguenos en folgen sie uns auf suivez nous sur volg ons op seguici
    su button badge image picture colour color black white round circle small square glyph
    """
)
"""What stands around the name when a link leads to somebody's profile, and nothing else."""

TEMPLATE_MAKERS = words(
    """
    wix wixcom wixeditorx squarespace mailchimp wordpress wordpressdotcom elegantthemes webflow godaddy weebly
    constantcontact klaviyo canva envato themeforest elementor brevo sendinblue beefree beepro stripo
    stripoemail campaignmonitor
    """
)
"""Profiles that stand in templates until somebody puts the client's own there."""

PROFILES_TO_FILL_IN = words(
    """
    yourpage yourprofile yourusername username yourhandle yourcompany yourbrand yourname your-page your-profile
    your-company your_page your_username yourchannel yourbusiness profile-name pagename handle yourorganisation
    yourorganization
    """
)

PASSING_ON = words(
    """
    list-manage.com mailchi.mp eep.io sendgrid.net mandrillapp.com hubspotlinks.com hubspotemail.net
    hs-sites.com createsend.com cmail19.com cmail20.com createsend1.com rs6.net klclick.com klclick1.com
    klclick2.com klclick3.com convertkit-mail.com convertkit-mail2.com convertkit-mail3.com ck.page
    exacttarget.com mktoweb.com mkt.com pardot.com sparkpostmail.com mailgun.org sendinblue.com sibmail.com
    brevo.com beehiiv.com substack.com awstrack.me outlook.com urldefense.com urldefense.proofpoint.com
    mimecast.com mimecastprotect.com bit.ly bitly.com tinyurl.com t.co ow.ly buff.ly lnkd.in goo.gl amzn.to
    amzn.eu youtu.be fb.me is.gd t.ly rebrand.ly cutt.ly hubs.ly hubs.li trib.al dlvr.it j.mp tiny.cc
    smarturl.it linktr.ee shorturl.at feedburner.com feedproxy.google.com mailerlite.com mlsend.com
    getresponse.com aweber.com infusionsoft.com activehosted.com acemlna.com acemlnb.com emlnk.com emlnk9.com
    customeriomail.com customer.io iterable.com braze.com mjt.lu mailjet.com mailtrack.io sailthru.com
    responsys.net eloqua.com en25.com dotdigital.com dmtrk.net trackedlink.net pstmrk.it postmarkapp.com
    archive.org archive.is archive.today archive.ph doubleclick.net googleadservices.com shareasale.com
    awin1.com anrdoezrs.net jdoqocy.com dpbolvw.net tkqlhce.com kqzyfj.com go2cloud.org prf.hn sjv.io pxf.io
    vanillaforums.com skimresources.com viglink.com linksynergy.com emltrk.com
    """
)
"""Owners of hosts that pass a reader on to the real address: click tracking, shorteners, archives."""

PASSING_ON_LABELS = words(
    """
    click clicks link links track tracking trk tr ct c e em email emails mail news newsletter go r l t url u
    redirect rd lnk out clk refer track1 track2 mailing m
    """
)

COMMON_ENDINGS = words(
    """
    com org net edu gov info eu uk de fr es it nl be ch at ie ca us au nz se no dk fi pl pt io test
    """
)

TEST_LABELS = words(
    """
    staging stage stg preprod pre-prod uat wip
    """
)
"""First labels of hosts that are test copies wherever they stand."""

MAYBE_TEST_LABELS = words(
    """
    dev develop development test testing tst qa preview beta demo sandbox draft new old temp tmp
    """
)
"""First labels that some sites are public under: a test copy only beside the site itself."""

TUNNELS = tuple(
    sorted(
        words(
            """
    .ngrok.io .ngrok.app .ngrok-free.app .ngrok-free.dev .loca.lt .trycloudflare.com .serveo.net .lndo.site
    .ddev.site .localtunnel.me .webcontainer.io .gitpod.io .app.github.dev .localhost.run
    """
        )
    )
)
"""Ends of hosts that lead to somebody's own computer, for a while."""

MAKERS = tuple(
    sorted(
        words(
            """
    .netlify.app .vercel.app .pages.dev .web.app .herokuapp.com .webflow.io .wpengine.com .wpenginepowered.com
    .kinsta.cloud .flywheelsites.com .pantheonsite.io .myftpupload.com .cloudwaysapps.com .sg-host.com
    .wixsite.com .wpcomstaging.com .instawp.xyz .dream.press .onrender.com .azurewebsites.net .fly.dev
    .up.railway.app .shopifypreview.com
    """
        )
    )
)
"""Ends of hosts that makers of sites work under before a site has its own name."""

CALLS = words(
    """
    read learn find see view discover shop buy order book register sign subscribe donate get download start join
    apply rsvp watch listen try contact reserve claim redeem browse explore enrol enroll save preorder pre-order
    request schedule take visit give vote click tap more here continue unsubscribe pay renew upgrade add
    """
)
"""First words of buttons that ask a reader to do something."""

BUTTON_WORDS = phrases(
    """
    click here,tap here,read more,read on,learn more,find out more,see more,view more,more info,discover more,
    read the full story,read the full article,read full story,read the whole story,continue reading,keep reading,
    view in browser,view in your browser,view online,read online,
    book now,book here,book your place,book your spot,book a table,book tickets,book your tickets,get tickets,
    get your tickets,buy tickets,buy now,buy here,shop now,shop the sale,order now,order here,reserve now,
    reserve your place,reserve your seat,register now,register here,register today,sign up,sign up now,sign up here,
    sign up today,join now,join us now,subscribe now,subscribe here,apply now,apply here,donate now,donate here,
    donate today,rsvp,rsvp now,rsvp here,get started,download now,download here,get the guide,watch now,
    watch the video,listen now,contact us now,add to calendar,renew now,pay now,claim now,redeem now,
    hier klicken,jetzt buchen,jetzt kaufen,jetzt anmelden,jetzt bestellen,mehr erfahren,mehr lesen,weiterlesen,
    cliquez ici,en savoir plus,lire la suite,réserver,réservez maintenant,haz clic aquí,haga clic aquí,leer más,
    saber más,reserva ahora,comprar ahora,clicca qui,scopri di più,leggi di più,klik hier,lees meer,lees verder
    """
)
"""What stands on buttons and under teasers, and nowhere else: as the whole of a text it asks for a click."""

UPWARDS = words(
    """
    back go return scroll jump to the page top of up nach oben haut de
    """
)
"""What a link to the top of its page may say."""

SAMPLE_NAMES = words(
    """
    yourdomain yourdomainname yourdomainhere yourowndomain yoursite yoursitename yourownsite yourwebsite
    yourwebsitename yourwebsitehere yoursitehere yoururl yoururlhere yourcompany yourcompanyname yourbusiness
    yourbusinessname yourbrand yourstore yourshop yourblog mydomain mywebsite domainname companyname sitename
    websitename somedomain somesite somewebsite insertdomain inserturl insertlink
    """
)
"""Names of sites in samples, hyphens left out: www.your-domain.com."""
