"""Drives Open311 clients that others wrote, against the address given, and prints what they made of it as JSON."""

import itertools
import json
import sys

# three is of a time when itertools had this name; the client itself is as it was published.
itertools.ifilter = filter

from georeport import GeoReport  # noqa: E402
from three import Three  # noqa: E402

address, lat, long, media_url = sys.argv[1:]
three = Three(address)
posted = three.post(
    'street-light',
    lat=lat,
    long=long,
    description='路灯不亮',
    media_url=media_url,
    name='Wang Fang',
    phone='13800000000',
)
[request] = posted
number = request['service_request_id']
by_format = {name: GeoReport(address, output_format=name) for name in ('json', 'xml')}
print(
    json.dumps(
        {
            'discovery': three.discovery(),
            'services': three.services(),
            'definition': three.services('street-light'),
            'posted': posted,
            'request': three.request(number),
            'requests': three.requests('street-light', count=200),
            'georeport': {
                name: {
                    'services': client.get_service_list(),
                    'definition': client.get_service_definition('street-light'),
                    'request': client.get_service_request(number),
                    'requests': client.get_service_requests(service_request_id=number, service_code='street-light', status='open'),
                }
                for name, client in by_format.items()
            },
        }
    )
)
