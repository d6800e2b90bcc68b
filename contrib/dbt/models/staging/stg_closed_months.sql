{{ stage('closed_months') }}
