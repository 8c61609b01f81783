"""How dates are written on pages, in mails and in PDFs: 12 Mar 2027, 14:05."""

DATE_FORMAT = "j M Y"
SHORT_DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j M Y, H:i"
TIME_FORMAT = "H:i"
